/** What a PyTorch module or the language has already put to another use. */
const taken = new Set(
  [
    'False None True and as assert async await break class continue def del elif else except finally for from global',
    'if import in is lambda nonlocal not or pass raise return try while with yield',
    'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval',
    'extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules',
    'mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook',
    'register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook',
    'register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook',
    'register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_',
    'set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad'
  ].flatMap((words) => words.split(' '))
)

/** Names for a network's layers as attributes of a PyTorch module: their own, with a _ behind those that are taken. */
export function pythonNames(names: readonly string[]): (name: string) => string {
  const given = new Map<string, string>()
  const used = new Set(names)
  for (const name of names) {
    let free = name
    while (taken.has(free) || (free !== name && used.has(free))) free += '_'
    used.add(free)
    given.set(name, free)
  }
  return (name) => given.get(name) ?? name
}
