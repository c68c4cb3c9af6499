// Prints the screen that the bytes of standard input make in xterm.js: COLS ROWS
// [cells]. With cells each change of colours and attributes is there, in braces, and
// the cursor at the end.
const { Terminal } = require('@xterm/headless')
const [cols, rows] = process.argv.slice(2).map(Number)
const cells = process.argv[4] === 'cells'
const term = new Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 })

// style is what can be seen of a cell beside its character.
function style (c) {
  const blank = (c.getChars() || ' ') === ' '
  const inverse = c.isInverse()
  const lines = c.isUnderline() || c.isStrikethrough() || c.isOverline()
  const out = []
  if (!c.isBgDefault()) out.push(`on ${c.getBgColorMode()}:${c.getBgColor()}`)
  if (inverse) out.push('inverse')
  if (lines) out.push('lines ' + [c.isUnderline(), c.isStrikethrough(), c.isOverline()].map(on => on ? 1 : 0).join(''))
  if (blank && !inverse && !lines) return out.join(' ')
  if (!c.isFgDefault()) out.push(`${c.getFgColorMode()}:${c.getFgColor()}`)
  for (const [name, on] of [['bold', c.isBold()], ['dim', c.isDim()], ['italic', c.isItalic()], ['blink', c.isBlink()], ['invisible', c.isInvisible()]]) {
    if (on) out.push(name)
  }
  return out.join(' ')
}

function row (line) {
  if (!cells) return line.translateToString(true)
  let text = ''
  let now = ''
  for (let x = 0; x < cols; x++) {
    const c = line.getCell(x)
    if (c.getWidth() === 0) continue
    const s = style(c)
    if (s !== now) text += `{${s}}`
    now = s
    text += c.getChars() || ' '
  }
  return text.trimEnd()
}

const chunks = []
process.stdin.on('data', c => chunks.push(c)).on('end', () => {
  term.write(Buffer.concat(chunks), () => {
    const b = term.buffer.active
    for (let y = 0; y < rows; y++) console.log(row(b.getLine(b.viewportY + y)))
    // No public name says whether the cursor is shown.
    if (cells) console.log(term._core.coreService.isCursorHidden ? 'cursor hidden' : `cursor ${b.cursorX} ${b.cursorY}`)
  })
})
