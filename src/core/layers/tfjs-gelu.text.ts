/** What people read beside the lines with which TensorFlow.js learns to read a file with this activation. */
export const tfjsGeluText = {
  known:
    'TensorFlow.js looks layers and activations up in this table, by name, when it reads a model from a file.',
  geluNew:
    'It writes the name `gelu_new` and looks for `geluNew` when it reads. This line makes both lead to the same function; without it, the saved model could not be loaded.'
} as const
