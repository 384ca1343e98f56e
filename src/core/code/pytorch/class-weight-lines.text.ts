/** What people read beside the lines that weigh classes. */
export const classWeightLinesText = {
  counts: 'Makes a counter for each class, all at 0.',
  eachImage:
    'Goes once through all images to train on. `_` is the image, which is not needed here; `label` is the number of its class.',
  count: 'Counts the image for its class.',
  share: 'What the images of a class would weigh together if all classes were of the same size.',
  weights:
    'Divides that among the images of each class: the fewer there are, the more each of them counts. The mean over all images is 1.',
  set: 'Hands the weights to the loss function, on the device where it computes.'
}
