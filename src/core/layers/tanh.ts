import { activationLayer, bareSchema } from './activation'

/** (exp(x) - exp(-x)) / (exp(x) + exp(-x)) */
export const tanh = activationLayer(bareSchema('tanh'), 'tanh')
