// Ends a program when the one that started it is gone, however that ended. Given to Node by --import.
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) process.exit(1)
}, 100).unref()
