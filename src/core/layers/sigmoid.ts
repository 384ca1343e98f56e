import { activationLayer, bareSchema } from './activation'

/** 1 / (1 + exp(-x)) */
export const sigmoid = activationLayer(bareSchema('sigmoid'), 'sigmoid')
