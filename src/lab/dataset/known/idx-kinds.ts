import type { KnownSet } from './known-set'
import type { OfficialSums } from './official-files'

/** A set in IDX files with MNIST's names. */
export interface IdxKind {
  readonly kind: KnownSet['kind']
  readonly name: string
  readonly classes: readonly string[]
  readonly licence?: string
  readonly sums: OfficialSums
  /** Folders whose names tell that the files in them are this set's, official or not. */
  readonly folder: RegExp
}

export const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

export const mnistLicence =
  'CC BY-SA 3.0; made by Yann LeCun, Corinna Cortes and Christopher Burges from NIST’s collections. Cite LeCun et al., ' +
  '“Gradient-based learning applied to document recognition”, 1998.'

/** Sums of the packed files as TensorFlow Datasets gives them (sha256), and of the unpacked ones (sha256 or md5). */
export const idxKinds: readonly IdxKind[] = [
  {
    kind: 'fashion-mnist',
    name: 'Fashion-MNIST',
    classes: [
      'T-shirt/top',
      'Trouser',
      'Pullover',
      'Dress',
      'Coat',
      'Sandal',
      'Shirt',
      'Sneaker',
      'Bag',
      'Ankle boot'
    ],
    licence:
      'MIT licence, © Zalando SE. Cite Xiao, Rasul and Vollgraf, “Fashion-MNIST: a Novel Image Dataset for Benchmarking ' +
      'Machine Learning Algorithms”, 2017. From github.com/zalandoresearch/fashion-mnist.',
    folder: /fashion/i,
    sums: {
      archives: [],
      files: {
        'train-images': [
          '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
          'f4a8712d7a061bf5bd6d2ca38dc4d50a'
        ],
        'train-labels': [
          'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
          '9018921c3c673c538a1fc5bad174d6f9'
        ],
        't10k-images': [
          '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
          '8181f5470baa50b63fa0f6fddb340f0a'
        ],
        't10k-labels': [
          '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
          '15d484375f8d13e6eb1aabb0c3f46965'
        ]
      }
    }
  },
  {
    kind: 'kmnist',
    name: 'Kuzushiji-MNIST',
    classes: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
    licence:
      'CC BY-SA 4.0: “KMNIST Dataset” (created by CODH), adapted from “Kuzushiji Dataset” (created by NIJL and others), ' +
      'doi:10.20676/00000341. Cite Clanuwat et al., “Deep Learning for Classical Japanese Literature”, 2018.',
    folder: /kmnist|kuzushiji/i,
    sums: {
      archives: [],
      files: {
        'train-images': ['51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4'],
        'train-labels': ['e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17'],
        't10k-images': ['edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5'],
        't10k-labels': ['20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c']
      }
    }
  },
  {
    kind: 'mnist',
    name: 'MNIST',
    classes: digits,
    licence: mnistLicence,
    folder: /mnist/i,
    sums: {
      archives: [],
      files: {
        'train-images': [
          '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
          'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db'
        ],
        'train-labels': [
          '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
          '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5'
        ],
        't10k-images': [
          '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
          '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7'
        ],
        't10k-labels': [
          'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
          'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2'
        ]
      }
    }
  }
]

/** Files with MNIST's names and format that are none of these. */
export const otherIdx: IdxKind = {
  kind: 'idx',
  name: 'Images in IDX files',
  classes: digits,
  sums: { archives: [], files: {} },
  folder: /(?:)/
}
