/** The rooms of the lesson, in its order. */
export const lessonRooms = ['data', 'network', 'optimizer', 'train', 'evaluate'] as const
export type LessonRoom = (typeof lessonRooms)[number]

export const isLessonRoom = (room: string): room is LessonRoom => lessonRooms.some((one) => one === room)
