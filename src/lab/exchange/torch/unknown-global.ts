import { invalidCheckpoint, shown } from '../../checkpoint/invalid-checkpoint'

interface Refusal {
  readonly names: RegExp
  /** Goes on after the file's name. */
  readonly reason: (name: string) => string
  readonly hint: string
}

const saveWeights = 'In PyTorch, save the weights alone: torch.save(net.state_dict(), "net.pth").'
const distrust = 'If you did not make this file, do not open it in Python.'

/** Modules of Python's that a network's class is not in. */
const outsideModels =
  /^(?:_?_?builtins?_?_?|os|posix|nt|ntpath|posixpath|sys|subprocess|runpy|shutil|socket|pty|importlib|imp|ctypes|code|codeop|commands|operator|functools|webbrowser|asyncio|multiprocessing|pip|pickle|_pickle|io|_io|tempfile|pathlib|types|threading|_thread|signal|http|urllib|requests|platform|timeit|pdb|bdb|cProfile|profile|ssl|venv|zipimport|marshal|dill|cloudpickle|joblib)(?:\.|$)/

const refusals: readonly Refusal[] = [
  {
    names: /^torch\.storage\._load_from_bytes$/,
    reason: (name) => `holds another file inside itself, as pickle.dump writes tensors (${name})`,
    hint: saveWeights
  },
  {
    names: /^torch\._utils\._rebuild_sparse/,
    reason: (name) => `holds a sparse tensor (${name})`,
    hint: 'In PyTorch, save it as a dense one: tensor.to_dense().'
  },
  {
    names: /^torch\._utils\._rebuild_qtensor$|^torch\.(?:ao\.)?nn\.(?:quantized|intrinsic\.quantized)\./,
    reason: (name) => `holds a quantized tensor (${name})`,
    hint: 'In PyTorch, save the network as it was before it was quantized, or tensor.dequantize().'
  },
  {
    names: /^torch\._utils\._rebuild_\w+$/,
    reason: (name) => `holds a tensor of a kind that Tenfold does not read (${name})`,
    hint: 'In PyTorch, copy the network to the CPU as float32, and save its state dict.'
  },
  {
    names: /^torch\.(?:\w+\.)?\w*Storage$|^torch\.[a-z]+[0-9]+\w*$/,
    reason: (name) => `holds numbers of a type that Tenfold does not read (${name})`,
    hint: 'In PyTorch, save the network as float32: torch.save(net.float().state_dict(), "net.pth").'
  },
  {
    names: /^torch\.jit\./,
    reason: (name) => `holds a program for TorchScript (${name})`,
    hint: saveWeights
  },
  {
    // A class, by the way in which Python's are named.
    names: /\.[A-Z]\w*$/,
    reason: (name) => `holds more than weights: an object of the class ${name}, such as a whole network`,
    hint: saveWeights
  }
]

/** What is said of a name that no checkpoint needs. */
export function unknownGlobal(name: string, file: string): Error {
  const plain = shown(name, 120)
  const refusal = outsideModels.test(name) ? undefined : refusals.find(({ names }) => names.test(name))
  return refusal === undefined
    ? invalidCheckpoint(
        `${shown(file)} asks to run ${plain}. Tenfold runs nothing that a file asks for, and refused it.`,
        distrust
      )
    : invalidCheckpoint(`${shown(file)} ${refusal.reason(plain)}.`, refusal.hint)
}
