/** Outputs of a dense layer that are computed together: two vectors. */
export const panelFloats = 8
