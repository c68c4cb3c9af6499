// Prints the screen that the bytes of standard input make in xterm.js: COLS ROWS.
const { Terminal } = require('@xterm/headless')
const [cols, rows] = process.argv.slice(2).map(Number)
const term = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 })
const chunks = []
process.stdin.on('data', c => chunks.push(c)).on('end', () => {
  term.write(Buffer.concat(chunks), () => {
    const b = term.buffer.active
    for (let y = 0; y < rows; y++) console.log(b.getLine(b.viewportY + y).translateToString(true))
  })
})
