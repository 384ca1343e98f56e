/** How people run the command line, with a command behind it: `npm start -- runs`. Every hint and help text names it so. */
export const ownCommand = 'npm start --'
