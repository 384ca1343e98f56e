/** What people read beside the lines that weigh classes. */
export const classWeightLinesText = {
  counts: 'Makes a counter for each class, all at 0.',
  eachRow: 'Goes once through all images to train on.',
  label: 'Reads the number of the class, which each record begins with.',
  count: 'Counts the image for its class.',
  eachRowEnd: 'Ends the count.',
  share: 'What the images of a class would weigh together if all classes were of the same size.',
  each: 'Divides that among the images of each class: the fewer there are, the more each of them counts.',
  weights: 'A tensor of the weights, one for each class. The mean over all images is 1.',
  criterion: 'Defines the loss function, for a batch of labels and scores.',
  weighed: 'The weight of each image’s class, in the place of that class; 0 everywhere else.',
  targets: 'The smoothed labels, with every class weighed.',
  smoothing: (share: number) =>
    `The share of each label that is spread evenly over all classes: **${share}**, so that the network is not asked to be entirely sure.`,
  targetWeights: 'Every class counts with its weight, in what was spread too.',
  logarithms: 'Softmax turns the scores into probabilities; these are their logarithms.',
  sum: 'The sum of the weighted logarithms over the batch: the less sure the network is of the right classes, the further it is below 0.',
  mean: 'Divided by the sum of the images’ weights and turned positive: a weighted mean.',
  end: 'Ends the loss function.'
}
