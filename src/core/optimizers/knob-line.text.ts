const off = (value: number, what: string): string => (value === 0 ? ` At 0 ${what}.` : '')

/** What people read beside a line of code that sets a knob. */
export const knobLineTexts = {
  momentum: (momentum: number): string =>
    `\`momentum\` is the share of the last step that is kept and added to the next one: **${momentum}**.${off(momentum, 'each step follows the gradient of its own batch alone')} If it were left out, PyTorch would take 0.`,
  nesterov:
    'Switches on Nesterov’s variant of momentum, which brakes earlier at the end of a slope. If it were left out, PyTorch would take `False`.',
  weightDecay: (decay: number): string =>
    `\`weight_decay\` adds **${decay}** times each weight to its gradient, so that every step also pulls the weights a little towards 0. If it were left out, PyTorch would take 0, and nothing would pull.`,
  adamwDecay: (decay: number): string =>
    `\`weight_decay\` shrinks every weight by **${decay}** times the learning rate, apart from the step along the gradient.${off(decay, 'nothing shrinks')} If it were left out, AdamW would take 0.01.`,
  muonMomentum: (momentum: number): string =>
    `\`momentum\` is the share of the moving mean of gradients that each step keeps: **${momentum}**.${off(momentum, 'each step follows the gradient of its own batch alone')}`,
  muonNesterov: (nesterov: boolean): string =>
    `Switches Nesterov’s variant of momentum, which brakes earlier at the end of a slope, **${nesterov ? 'on' : 'off'}**.`,
  muonDecay: (decay: number): string =>
    `\`weight_decay\` shrinks every weight by **${decay}** times the learning rate, apart from the step.${off(decay, 'nothing shrinks')}`,
  tfjsMuonMomentum: (momentum: number): string =>
    `The second argument is the momentum, the share of the moving mean of gradients that each step keeps: **${momentum}**.${off(momentum, 'each step follows the gradient of its own batch alone')}`,
  tfjsMuonNesterov: (nesterov: boolean): string =>
    `The third argument switches Nesterov’s variant of momentum **${nesterov ? 'on' : 'off'}**.`,
  alpha: (alpha: number): string =>
    `\`alpha\` is the share of the moving mean of squared gradients that each step keeps: **${alpha}**. Closer to 1, it looks further back.`,
  beta1: (beta: number): string =>
    `\`betas\` is a tuple of two. The first is the share of the moving mean of gradients that each step keeps: **${beta}**. It gives Adam its momentum.`,
  beta2: (beta: number): string =>
    `The second of the \`betas\` is the share of the moving mean of squared gradients that each step keeps: **${beta}**. It sets the step length of each weight.`,
  epsilon: (epsilon: number): string =>
    `\`eps\` is a small number, **${epsilon}**, added to the divisor. Without it, a weight that has had no gradient yet would be divided by 0.`,

  tfjsMomentum: (momentum: number): string =>
    `The second argument is the momentum, the share of the last step that is kept: **${momentum}**.${off(momentum, 'each step follows the gradient of its own batch alone')}`,
  tfjsNesterov: (nesterov: boolean): string =>
    `The third argument switches Nesterov’s variant of momentum on or off; here it is **${nesterov ? 'on' : 'off'}**.`,
  tfjsAlpha: (alpha: number): string =>
    `The second argument, which TensorFlow.js calls \`decay\`, is the share of the moving mean of squared gradients that each step keeps: **${alpha}**.`,
  tfjsNoMomentum:
    'The third argument would add momentum. At 0 there is none, as in PyTorch’s RMSprop by default. It has to be written because the next argument comes after it.',
  tfjsEpsilonUnderRoot: (epsilon: number): string =>
    `The fourth argument prevents division by 0. TensorFlow.js adds it under the square root and PyTorch adds it to the root, so it is squared here: **${epsilon}** squared.`,
  tfjsSumAtStart:
    'The second argument is what each weight’s sum of squared gradients starts from. TensorFlow.js would start from 0.1; 0 is what PyTorch does.',
  tfjsFixedEpsilon:
    'Ends the call. `tf.train.adagrad` has no argument for epsilon: it always adds 1e-7, under the square root.',
  tfjsBeta1: (beta: number): string =>
    `The second argument is the share of the moving mean of gradients that each step keeps: **${beta}**. It gives Adam its momentum.`,
  tfjsBeta2: (beta: number): string =>
    `The third argument is the share of the moving mean of squared gradients that each step keeps: **${beta}**. It sets the step length of each weight.`,
  tfjsEpsilon: (epsilon: number): string =>
    `The fourth argument is a small number, **${epsilon}**, added to the divisor. Without it, a weight that has had no gradient yet would be divided by 0.`
} as const
