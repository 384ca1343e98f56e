/** Classes whose confusion matrix is shown in figures; of more there is a picture, and a list of the mistakes. */
export const mostInFigures = 20
