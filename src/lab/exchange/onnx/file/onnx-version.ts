/**
 * The operators as they have been since version 13 (ONNX 1.8, November 2020). No later version computes anything in our
 * networks otherwise, and programs go on reading earlier ones: the lowest is the one that most of them read.
 */
export const operatorSet = 13
/** Version of the file's own form: the one that came with these operators. */
export const fileVersion = 7
/** As whose work a file names itself. */
export const ownProgram = 'Tenfold'
