// Making elements. Text only ever becomes text nodes and attributes: nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

// The characters that a reader cannot see, or that turn the text after them around: written as escapes, the same way
// as everywhere else in this program. A lone surrogate stands for a byte that is no text.
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

function visible(text) {
  return text.replace(UNSEEN, found => {
    const code = found.codePointAt(0);
    const escaped = (letter, number, digits) => "\\" + letter + number.toString(16).padStart(digits, "0");
    if (code >= 0xdc80 && code <= 0xdcff) return escaped("x", code - 0xdc00, 2);
    if (code < 0x100) return escaped("x", code, 2);
    return code < 0x10000 ? escaped("u", code, 4) : escaped("U", code, 8);
  });
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

// h("p", {class: "x"}, "text", element, [more]): an HTML element; onclick and its like take functions.
function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

// A name from the dump, isolated: its direction changes nothing around it.
function named(text, attributes = {}) {
  return h("bdi", attributes, text);
}

function button(text, onclick, attributes = {}) {
  return h("button", {type: "button", onclick, ...attributes}, text);
}

function count(number, one, many) {
  return number.toLocaleString("en") + " " + (number === 1 ? one : many ?? one + "s");
}

function remembered(name) {
  try { return localStorage.getItem(name); } catch { return null; } // storage can be forbidden to files
}

function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { /* then it lasts as long as the page */ }
}
