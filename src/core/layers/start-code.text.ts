/** What people read beside the lines that start filters other than at random. */
export const startCodeText = {
  pytorchIdentity: {
    kernel: (layer: string, same: number): string =>
      `\`nn.init\` has ways to start weights. \`dirac_\` makes the first **${same}** filters of \`${layer}\` pass one channel each on as it is: a 1 in the middle, zeros around it. The underscore at the end means that it changes the weights in place.`,
    bias: (layer: string): string => `Their biases in \`${layer}\` start at 0, so that nothing is added.`
  },
  pytorchWhitening: {
    define:
      'Defines a function that computes the filters of the convolution `conv` from a tensor of images. It is called further down, where the training begins.',
    unfold:
      '`unfold` cuts every window, called a patch here, out of the images, as the convolution’s filters would see them.',
    unfoldSize: 'From which images, and how large a window is: as large as the filters of `conv`.',
    rows: 'Puts all patches of all images below one another: one row for each patch.',
    count: 'How many values a patch has.',
    covariance:
      'How the values of a patch vary together, as a table of n × n: neighbouring pixels nearly always rise and fall together. `.T` swaps rows and columns, because `cov` wants one row for each value.',
    eigenvectors:
      'Finds the directions in which patches vary without depending on one another (the eigenvectors), and how much they vary in each (the eigenvalues). `eigh` is for symmetric tables like this one.',
    clamp: 'Rounding may leave a variance slightly below 0; this lifts it to 0.',
    least:
      'Adds a little to every variance. Without it, directions in which patches hardly vary would get huge weights and amplify noise.',
    half: 'Half of the layer’s filters look for a direction each, the other half for the opposite ones.',
    filters:
      'Divides each direction by the spread of the patches in it, so that every filter’s output has variance 1. After `.T` each row is a filter. The last rows are the directions in which patches vary most.',
    opposites:
      'Adds the opposite of every filter. A ReLU keeps only what is above zero, so the second half keeps what the first would lose.',
    bias: 'Chosen so that every output has mean 0: minus what the filter gives for the mean patch. `@` multiplies matrices.',
    copy: 'Writes the filters into the layer. `copy_` changes the weights in place; `.data` does so without being recorded for gradients.',
    shape: 'The same numbers in the shape of the layer’s weights: filters × channels × height × width.',
    copyBias: 'Writes the biases into the layer.',
    call: (layer: string): string =>
      `Starts \`${layer}\` with filters computed from these images. Without this call it would start at random.`
  },
  tfjsIdentity: {
    define:
      'Defines a function that makes the first filters of a convolution pass one channel each on as it is. It is called further down, once the model is made.',
    weights: 'The layer’s weights: a list of two tensors, taken apart into `kernel` and `bias`.',
    shape: 'The kernel’s shape: window height, window width, channels in, filters.',
    kernelBuffer: 'A copy of the kernel whose numbers can be changed one by one.',
    biasBuffer: 'The same for the biases.',
    eachFilter: 'For each filter that has a channel of its own to pass on; others stay random.',
    eachWeight: 'Goes through all weights of this filter: every place in the window, in every channel.',
    zero: 'Sets it to 0. In memory the weights of all filters for one place lie side by side, so the next one of this filter is `filters` numbers further.',
    weightsEnd: 'Ends the loop over the filter’s weights.',
    one: 'Sets one weight to 1: the middle of the window, in the channel with the same number as the filter. `>> 1` halves and rounds down.',
    noBias: 'Its bias is 0, so that nothing is added.',
    filtersEnd: 'Ends the loop over the filters.',
    set: 'Makes tensors of both again and writes them into the layer.',
    end: 'Ends `startAsIdentity`.',
    call: (layer: string): string =>
      `Starts \`${layer}\` this way. \`getLayer\` finds a layer of the model by its name.`
  },
  tfjsWhitening: {
    define:
      'Defines a function that computes the filters of a convolution from a tensor of images. It is called further down, where the training begins.',
    weights: 'The shape of the layer’s first tensor of weights, the kernel.',
    window: 'Window height, window width and channels of the filters, and how many filters there are.',
    imageShape: 'How many images there are, and how large they are.',
    places: 'In how many places a window fits, down and across.',
    parts: 'An empty list, for one piece of the images for each place in the window.',
    eachRow: 'Goes through the rows of the window.',
    eachColumn: 'Goes through the pixels of that row.',
    size: 'Takes a piece of all images, in all channels, as large as there are places for the window.',
    slice: 'The piece begins at this pixel of the window: `slice` takes where to begin, and how much.',
    columnsEnd: 'Ends the loop over the pixels of a row.',
    rowsEnd: 'Ends the loop over the rows.',
    count: 'How many values a window, called a patch here, has.',
    patches:
      'Puts the pieces side by side along the channels and makes a table of it: one row for each patch. `-1` lets TensorFlow.js work out how many.',
    mean: 'The mean patch. `0` means along the rows, and `true` keeps it a table, of one row.',
    rest: 'What each patch differs by from the mean one.',
    products:
      'Multiplies every value of a patch with every other, summed over all patches; `true` turns the first table on its side for that.',
    divide:
      'Divided by the number of patches, this is the covariance: how the values of a patch vary together.',
    least:
      'A small part, 0.0005, of the mean variance. `tf.eye(n)` has ones on its diagonal and zeros elsewhere.',
    covariance:
      'Adds it to the variances on the diagonal. Without it, directions in which patches hardly vary would get huge weights and amplify noise.',
    comment: 'A comment for readers: what the loop below is for.',
    vectors: 'Begins with the directions of the single values: ones on the diagonal.',
    repeat: 'A hundred rounds are enough for such small tables.',
    tidy: 'Frees the memory of what is made in between.',
    turn: 'Turns the directions a little towards those in which patches vary most. `qr` keeps them at right angles to one another; `[0]` is the first of its two results.',
    repeatEnd: 'Ends the loop: `vectors` now has the eigenvectors in its columns.',
    values: 'Multiplies the covariance by each direction.',
    valuesSum:
      'Multiplied by the direction itself and summed, this is how much patches vary in it: its eigenvalue.',
    half: 'Divides each direction by the spread of the patches in it, so that every filter’s output has variance 1.',
    most: 'Keeps the first columns, the directions in which patches vary most: half as many as there are filters.',
    filters:
      'Adds the opposite of every filter. A ReLU keeps only what is above zero, so the second half keeps what the first would lose.',
    bias: 'Chosen so that every output has mean 0: minus what the filter gives for the mean patch.',
    set: 'Writes both into the layer, the filters in the shape of its kernel.',
    end: 'Ends `whiten`.',
    call: (layer: string): string =>
      `Starts \`${layer}\` with filters computed from these images. Without this call it would start at random.`
  }
} as const
