import { digits, mnistLicence } from './idx-kinds'

/** A set that is published as one .npz file. */
export interface NpzKind {
  readonly name: string
  readonly classes: readonly string[]
  readonly licence: string
  /** Of the whole file. */
  readonly sums: readonly string[]
}

/** A file's name tells which set it may be: `pathmnist.npz`, `pathmnist_64.npz`. */
export function knownNpz(file: string): NpzKind | undefined {
  const name = file.toLowerCase().replace(/(_(64|128|224))?\.npz$/, '')
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined
}

const medLicence = (licence: string): string =>
  `${licence}. Cite Yang et al., “MedMNIST v2: A large-scale lightweight benchmark for 2D and 3D biomedical image ` +
  'classification”, 2023, and the authors of this part, whom medmnist.com names.'

const organs = [
  'bladder',
  'femur-left',
  'femur-right',
  'heart',
  'kidney-left',
  'kidney-right',
  'liver',
  'lung-left',
  'lung-right',
  'pancreas',
  'spleen'
]

/** MNIST’s sum (sha256) as Keras gives it; MedMNIST’s (md5, of 28, 64, 128 and 224 pixels a side) as medmnist 3.0.2 does. */
const kinds: Readonly<Record<string, NpzKind>> = {
  mnist: {
    name: 'MNIST',
    classes: digits,
    licence: mnistLicence,
    sums: ['731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1']
  },
  pathmnist: {
    name: 'PathMNIST',
    classes: [
      'adipose',
      'background',
      'debris',
      'lymphocytes',
      'mucus',
      'smooth muscle',
      'normal colon mucosa',
      'cancer-associated stroma',
      'colorectal adenocarcinoma epithelium'
    ],
    licence: medLicence('CC BY 4.0'),
    sums: [
      'a8b06965200029087d5bd730944a56c1',
      '55aa9c1e0525abe5a6b9d8343a507616',
      'ac42d08fb904d92c244187169d1fd1d9',
      '2c51a510bcdc9cf8ddb2af93af1eadec'
    ]
  },
  dermamnist: {
    name: 'DermaMNIST',
    classes: [
      'actinic keratoses, intraepith. carcinoma',
      'basal cell carcinoma',
      'benign keratosis-like lesions',
      'dermatofibroma',
      'melanoma',
      'melanocytic nevi',
      'vascular lesions'
    ],
    licence: medLicence('CC BY-NC 4.0'),
    sums: [
      '0744692d530f8e62ec473284d019b0c7',
      'b70a2f5635c6199aeaa28c31d7202e1f',
      '2defd784463fa5243564e855ed717de1',
      '8974907d8e169bef5f5b96bc506ae45d'
    ]
  },
  octmnist: {
    name: 'OCTMNIST',
    classes: ['choroidal neovascularization', 'diabetic macular edema', 'drusen', 'normal'],
    licence: medLicence('CC BY 4.0'),
    sums: [
      'c68d92d5b585d8d81f7112f81e2d0842',
      'e229e9440236b774d9f0dfef9d07bdaf',
      '0a97e76651ace45c5d943ee3f65b63ae',
      'abc493b6d529d5de7569faaef2773ba3'
    ]
  },
  pneumoniamnist: {
    name: 'PneumoniaMNIST',
    classes: ['normal', 'pneumonia'],
    licence: medLicence('CC BY 4.0'),
    sums: [
      '28209eda62fecd6e6a2d98b1501bb15f',
      '8f4eceb4ccffa70c672198ea285246c6',
      '05b46931834c231683c68f40c47b2971',
      'd6a3c71de1b945ea11211b03746c1fe1'
    ]
  },
  retinamnist: {
    name: 'RetinaMNIST',
    classes: ['0', '1', '2', '3', '4'],
    licence: medLicence('CC BY 4.0'),
    sums: [
      'bd4c0672f1bba3e3a89f0e4e876791e4',
      'afda852cc34dcda56f86ad2b2457dbcc',
      'e48e916a24454daf90583d4e6efb1a18',
      'eae7e3b6f3fcbda4ae613ebdcbe35348'
    ]
  },
  breastmnist: {
    name: 'BreastMNIST',
    classes: ['malignant', 'normal, benign'],
    licence: medLicence('CC BY 4.0'),
    sums: [
      '750601b1f35ba3300ea97c75c52ff8f6',
      '742edef2a1fd1524b2efff4bd7ba9364',
      '363e4b3f8d712e9b5de15470a2aaadf1',
      'b56378a6eefa9fed602bb16d192d4c8b'
    ]
  },
  bloodmnist: {
    name: 'BloodMNIST',
    classes: [
      'basophil',
      'eosinophil',
      'erythroblast',
      'immature granulocytes',
      'lymphocyte',
      'monocyte',
      'neutrophil',
      'platelet'
    ],
    licence: medLicence('CC BY 4.0'),
    sums: [
      '7053d0359d879ad8a5505303e11de1dc',
      '2b94928a2ae4916078ca51e05b6b800b',
      'adace1e0ed228fccda1f39692059dd4c',
      'b718ff6835fcbdb22ba9eacccd7b2601'
    ]
  },
  tissuemnist: {
    name: 'TissueMNIST',
    classes: [
      'Collecting Duct, Connecting Tubule',
      'Distal Convoluted Tubule',
      'Glomerular endothelial cells',
      'Interstitial endothelial cells',
      'Leukocytes',
      'Podocytes',
      'Proximal Tubule Segments',
      'Thick Ascending Limb'
    ],
    licence: medLicence('CC BY 4.0'),
    sums: [
      'ebe78ee8b05294063de985d821c1c34b',
      '123ece2eba09d0aa5d698fda57103344',
      '61b955355d7425a89687b06cca3ce0c2',
      'b077128c4a949f0a4eb01517f9037b9c'
    ]
  },
  organamnist: {
    name: 'OrganAMNIST',
    classes: organs,
    licence: medLicence('CC BY 4.0'),
    sums: [
      '68e3f8846a6bd62f0c9bf841c0d9eacc',
      '2dcccc29b88e6da5a01161ef20cda288',
      'eeae80d0a227a8d099027e1b3cfd3b60',
      '50747347e05c87dd3aaf92c49f9f3170'
    ]
  },
  organcmnist: {
    name: 'OrganCMNIST',
    classes: organs,
    licence: medLicence('CC BY 4.0'),
    sums: [
      'b9ceb9546e10131b32923c5bbeaea2b1',
      '3ce34a8724ea6f548e6db4744d03b6a9',
      '773c1f009daa3fe5d9a2a201b2a7ed94',
      '050f5e875dc056f6768abf94ec9995d1'
    ]
  },
  organsmnist: {
    name: 'OrganSMNIST',
    classes: organs,
    licence: medLicence('CC BY 4.0'),
    sums: [
      '9ab87b696fb54e2a387ebe992d6ed5f1',
      '53a6d115339d874c25e309a994ff46d3',
      'ded0c5fa01a95dc4978b956f613e9b8e',
      'b354719e553fbbb2513d5533f52a4cb1'
    ]
  }
}
