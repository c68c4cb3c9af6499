// Shows what xterm.js makes of terminal output: one request a line on standard
// input, one answer a line on standard output, both JSON.
//
//   request: id, cols, rows, data (a base64 string, or several: one for each
//     write), resize (columns and rows at the end), clusters (Unicode 15 with grapheme clusters instead of version 6)
//   answer: id, failed (xterm.js has thrown that), lines (history first; see line below), base (the history's
//     length), x, y, alt, modes, title, reply
//
// Colours and attributes are those of the public API, but three things that it
// doesn't have: the underline's style and colour (cell.extended) and the link
// (its number there, what it means in the core's OscLinkService).
'use strict'
const readline = require('readline')

// In node the clusters' table is a part of a buffer that small ones share, and
// the addon takes the buffer's start for its header: without sharing it is right.
Buffer.poolSize = 0
const { Terminal } = require('@xterm/headless')
const { UnicodeGraphemesAddon } = require('@xterm/addon-unicode-graphemes')

const underlines = ['', ' underline', ' double', ' curly', ' dotted', ' dashed']
const paletteModes = [0x1000000, 0x2000000]
const directMode = 0x3000000

function color(name, isPalette, isRGB, value) {
  if (isPalette) return ` ${name}=${value}`
  if (isRGB) return ` ${name}=#${value.toString(16).padStart(6, '0')}`
  return ''
}

// style is a cell's look in words; empty for the default.
function style(cell, links) {
  let s = ''
  if (cell.isBold()) s += ' bold'
  if (cell.isDim()) s += ' dim'
  if (cell.isItalic()) s += ' italic'
  if (cell.isBlink()) s += ' blink'
  if (cell.isInverse()) s += ' reverse'
  if (cell.isInvisible()) s += ' conceal'
  if (cell.isStrikethrough()) s += ' strike'
  if (cell.isOverline()) s += ' overline'
  const ext = cell.extended
  const extended = cell.hasExtendedAttrs()
  if (cell.fg & 0x10000000) {
    // With a link the getter says dashed whatever was asked for.
    s += underlines[extended ? ext._ext >> 26 & 7 : 1]
  }
  s += color('fg', cell.isFgPalette(), cell.isFgRGB(), cell.getFgColor())
  s += color('bg', cell.isBgPalette(), cell.isBgRGB(), cell.getBgColor())
  if (extended && cell.fg & 0x10000000) {
    const mode = ext.underlineColor & 0x3000000
    const isRGB = mode === directMode
    s += color('ul', paletteModes.includes(mode), isRGB, ext.underlineColor & (isRGB ? 0xffffff : 0xff))
  }
  if (extended && ext.urlId) {
    const link = links.getLinkData(ext.urlId)
    s += ` link=${link ? `${link.uri} id=${link.id || ''}` : '?'}`
  }
  return s
}

// line is wrapped (it continues the one above) and its cells: what they show
// ('' for the right half of a wide character) and their looks as runs.
function line(l, cols, links) {
  const text = []
  const styles = []
  let used = 0
  for (let x = 0; x < Math.min(cols, l.length); x++) {
    const cell = l.getCell(x)
    const chars = cell.getChars()
    const look = style(cell, links)
    // A right half whose left one is gone, as ICH and DCH leave it, is told apart;
    // a left half without its right one shows the same as with it.
    const before = x > 0 && l.getCell(x - 1).getWidth() === 2
    if (cell.getWidth() === 0 && !before) text.push('\ufffe')
    else text.push(before && chars === '' ? '' : chars || ' ')
    if (styles.length > 0 && styles[styles.length - 1].look === look) styles[styles.length - 1].n++
    else styles.push({ n: 1, look })
    if (chars || look || cell.getWidth() !== 1) used = x + 1
  }
  return { wrapped: l.isWrapped, used, text, styles }
}

function answer(req, term, title, reply) {
  const b = term.buffer.active
  const links = term._core._oscLinkService
  const lines = []
  for (let y = 0; y < b.length; y++) lines.push(line(b.getLine(y), term.cols, links))
  const m = term.modes
  return {
    id: req.id, lines, base: b.baseY, x: b.cursorX, y: b.cursorY, alt: b.type === 'alternate', title, reply,
    modes: {
      appCursor: m.applicationCursorKeysMode, appKeypad: m.applicationKeypadMode, paste: m.bracketedPasteMode,
      insert: m.insertMode, origin: m.originMode, reverseWrap: m.reverseWraparoundMode, focus: m.sendFocusMode,
      autowrap: m.wraparoundMode, mouse: m.mouseTrackingMode
    }
  }
}

readline.createInterface({ input: process.stdin }).on('line', text => {
  const req = JSON.parse(text)
  const term = new Terminal({
    cols: req.cols, rows: req.rows, allowProposedApi: true, scrollback: 10000, convertEol: false, logLevel: 'off', reflowCursorLine: true
  })
  if (req.clusters) term.loadAddon(new UnicodeGraphemesAddon())
  let title = ''
  let reply = ''
  term.onTitleChange(t => { title = t })
  term.onData(d => { reply += d })
  // Synchronously, so that a failure of xterm.js (ED 1 at the end of the last row)
  // is this request's.
  let out
  try {
    for (const part of [].concat(req.data)) term._core.writeSync(Buffer.from(part, 'base64'))
    if (req.resize) term.resize(...req.resize)
    out = answer(req, term, title, reply)
  } catch (e) {
    out = { id: req.id, failed: String(e) }
  }
  process.stdout.write(JSON.stringify(out) + '\n')
  term.dispose()
})
