/** Where the run bar says why no training can start. */
export const obstacleId = 'training-obstacle'
