/** Line drawings on a 16 x 16 grid, stroked with the colour of the text beside them. */
export const icons = {
  lesson: 'M8 3L1.5 6 8 9l6.5-3zM4.2 7.4v3.4c2 1.9 5.6 1.9 7.6 0V7.4M14.5 6v4',
  data: 'M2 4h12M2 8h12M2 12h12M5 2.5v3M10.5 6.5v3M7 10.5v3',
  network: 'M3 3.5h.1M3 8h.1M3 12.5h.1M12.5 8h.1M3.8 3.9L12 7.6M3.8 8H12M3.8 12.1L12 8.4',
  optimizer: 'M1.5 3.5c2.5 0 3 8.5 6 8.5s3-5.5 7-5.5',
  train: 'M4 2.5v11l9-5.5z',
  evaluate: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  runs: 'M2 4h12M2 8h8M2 12h10',
  devices:
    'M4.5 4.5h7v7h-7zM6.5 4.5V2M9.5 4.5V2M6.5 14v-2.5M9.5 14v-2.5M4.5 6.5H2M4.5 9.5H2M14 6.5h-2.5M14 9.5h-2.5',
  more: 'M2.5 8a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0M7.3 8a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0M12.1 8a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6z',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  check: 'M3 8.5l3.2 3L13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  chevronRight: 'M6 3.5L10.5 8 6 12.5',
  chevronLeft: 'M10 3.5L5.5 8 10 12.5',
  arrow: 'M2.5 8h10.5M9.5 4.5L13 8 9.5 11.5',
  undo: 'M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H10',
  chevronDown: 'M3.5 6L8 10.5 12.5 6',
  table: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 3v10',
  edit: 'M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.3 4.5l2.2 2.2',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5M6.8 7v3.5M9.2 7v3.5',
  pause: 'M5 3v10M11 3v10',
  stepBack: 'M12 3v10L5.5 8zM3.5 3v10',
  stepOn: 'M4 3v10l6.5-5zM12.5 3v10',
  toStart: 'M3 3v10M13 3.5L8.5 8l4.5 4.5M8.5 3.5L4 8l4.5 4.5',
  fork: 'M4.5 4.5v7M4.5 8.5c5 0 7-.5 7-4M3 3a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M3 13a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0M10 3a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0',
  resume: 'M3 3v10M6 3v10l7.5-5z',
  system: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  light:
    'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1',
  dark: 'M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6',
  guide: 'M8 4.2C6.5 3.2 4.5 3 2.5 3.2v9c2-.2 4 0 5.5 1 1.5-1 3.5-1.2 5.5-1v-9c-2-.2-4 0-5.5 1zM8 4.2v9',
  keyboard: 'M1.5 4h13v8.5h-13zM4 6.8h.1M6.6 6.8h.1M9.3 6.8h.1M12 6.8h.1M4.5 9.8h7',
  frozen: 'M8 1.8v12.4M2.6 4.9l10.8 6.2M2.6 11.1l10.8-6.2M6.2 2.6L8 4.4l1.8-1.8M6.2 13.4L8 11.6l1.8 1.8',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  download: 'M8 2.5V10M4.8 7L8 10.2 11.2 7M2.5 10.5v3h11v-3',
  upload: 'M8 10.5V3M4.8 6L8 2.8 11.2 6M2.5 10.5v3h11v-3'
} as const

export type IconName = keyof typeof icons
