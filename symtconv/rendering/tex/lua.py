"""What LuaTeX's own ``--safer`` forbids, for text that needs OpenType fonts: their loader refuses that option.

LuaTeX runs this before anything else. It may read; it may write only where the page is made and where the font
loader keeps its index; it starts no program.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

NAME = "guard.lua"

_GUARD = r"""local allowed = {%s}
local open, current = io.open, lfs.currentdir
local function inside(name)
  if type(name) ~= "string" then return false end
  if name:sub(1, 1) ~= "/" then name = current() .. "/" .. name end
  if (name .. "/"):find("/../", 1, true) then return false end
  for _, folder in ipairs(allowed) do
    if name == folder or name:sub(1, #folder + 1) == folder .. "/" then return true end
  end
  return false
end
local function denied() return nil, "not allowed" end
local function guarded(call)
  return function(first, ...)
    if inside(first) then return call(first, ...) end
    return denied()
  end
end
local rename = os.rename
function io.open(name, mode, ...)
  if mode == nil or mode == "r" or mode == "rb" or inside(name) then return open(name, mode, ...) end
  return denied()
end
function os.rename(from, to)
  if inside(from) and inside(to) then return rename(from, to) end
  return denied()
end
os.remove, lfs.mkdir = guarded(os.remove), guarded(lfs.mkdir)
lfs.rmdir, lfs.touch = guarded(lfs.rmdir), guarded(lfs.touch)
os.execute, os.exec, os.spawn, os.kpsepopen = denied, denied, denied, denied
io.popen, io.tmpfile, io.output, lfs.link = denied, denied, denied, denied
"""


def guard(folders: Iterable[Path]) -> str:
    """Give the Lua that lets writes into these folders alone.

    Raises
    ------
    ValueError
        For a folder whose name would end the string it stands in.
    """
    names = [str(folder) for folder in folders]
    if any("]==]" in name for name in names):
        msg = f"a folder of {names} cannot be named in Lua"
        raise ValueError(msg)
    return _GUARD % ", ".join(f"[==[{name}]==]" for name in names)
