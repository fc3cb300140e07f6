"""A PDF written again without what acts by itself: scripts, programs, files inside, forms of another language.

Reading a hostile PDF may cost any amount of memory or time: `rewritten` has it done by a process of its own, which
has limits and knows neither Django nor the database. This file is that process too.
"""

import io
import json
import resource
import subprocess
import sys
import threading

import pikepdf

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 30
TURNS = threading.BoundedSemaphore(2)  # so that many hostile files at once cost no more than two
WAIT_SECONDS = 10  # for one's turn: the threads of the site are not all left to wait behind hostile files
PAGES_MAX = 2_000
OBJECTS_MAX = 500_000

# Actions that stay: going somewhere in the document, or to an address a person reads before opening it.
HARMLESS = {"/GoTo", "/Named"}
SCHEMES = ("http://", "https://", "mailto:", "tel:")
ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/GoToR": "elsewhere",
    "/GoToE": "elsewhere",
    "/SubmitForm": "sending",
    "/ImportData": "sending",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/RichMediaExecute": "media",
    "/GoTo3DView": "media",
}
KEYS = {
    "/JS": "javascript",
    "/JavaScript": "javascript",
    "/AA": "automatic",
    "/EmbeddedFiles": "embedded",
    "/EF": "embedded",
    "/RF": "embedded",
    "/AF": "embedded",
    "/XFA": "xfa",
    "/OPI": "elsewhere",
}
ANNOTATIONS = {"/FileAttachment": "embedded"} | dict.fromkeys(
    ("/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"), "media"
)


class Unfit(Exception):
    """Why these bytes cannot be taken, by its code."""


class Busy(Exception):
    """Nobody could read these bytes now; later somebody will."""


def clean(content: bytes) -> tuple[bytes, int, list[str]]:
    """The PDF written again, its number of pages, and the codes of what was taken out; Unfit when it cannot be."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=True) as pdf:
            taken = {"protection"} if pdf.is_encrypted else set()
            pages = _pages(pdf)
            taken |= _strip(pdf)
            out = io.BytesIO()
            pdf.save(
                out,
                encryption=False,
                deterministic_id=True,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
        with pikepdf.open(io.BytesIO(out.getvalue())) as again:
            if len(again.pages) != pages:
                raise Unfit("damaged")
    except pikepdf.PasswordError as error:
        raise Unfit("encrypted") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        raise Unfit("damaged") from error
    return out.getvalue(), pages, sorted(taken)


def _pages(pdf) -> int:
    root = pdf.Root
    if "/Collection" in root:
        raise Unfit("collection")
    if root.get("/NeedsRendering"):
        raise Unfit("dynamic")
    pages = len(pdf.pages)
    if pages > PAGES_MAX:
        raise Unfit("pages")
    if not pages:
        raise Unfit("empty")
    return pages


def _strip(pdf) -> set[str]:
    if len(pdf.objects) > OBJECTS_MAX:
        raise Unfit("heavy")
    taken: set[str] = set()
    for page in pdf.pages:
        taken |= _annotations(page.obj)
    for value in pdf.objects:
        _walk(value, taken)
    _walk(pdf.trailer, taken)
    return taken


def _annotations(page) -> set[str]:
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return set()
    kinds = [str(a.get("/Subtype", "")) if isinstance(a, pikepdf.Dictionary) else "" for a in annotations]
    kept = [a for a, kind in zip(annotations, kinds, strict=True) if kind not in ANNOTATIONS]
    if len(kept) < len(kinds):
        page["/Annots"] = pikepdf.Array(kept)
    return {ANNOTATIONS[kind] for kind in kinds if kind in ANNOTATIONS}


def _walk(value, taken: set[str]) -> None:
    """Goes through one object and all that is written inside it; what it refers to is met on its own."""
    waiting = [value]
    while waiting:
        met = waiting.pop()
        if isinstance(met, pikepdf.Array):
            waiting += [item for item in met if _holds(item)]
        elif isinstance(met, (pikepdf.Dictionary, pikepdf.Stream)):
            waiting += [item for _, item in met.items() if _holds(item)]  # also what is about to be taken out
            _amend(met, taken)


def _holds(item) -> bool:
    return isinstance(item, (pikepdf.Array, pikepdf.Dictionary)) and not item.is_indirect


def _amend(met, taken: set[str]) -> None:
    """Takes out of one dictionary what acts by itself."""
    for key in [key for key in KEYS if key in met]:
        del met[key]
        taken.add(KEYS[key])
    if isinstance(met, pikepdf.Stream):
        for key in [key for key in ("/F", "/FFilter", "/FDecodeParms", "/Ref") if key in met]:
            del met[key]  # content to be read from another file
            taken.add("elsewhere")
    opening = met.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in HARMLESS:
        del met["/OpenAction"]
        taken.add("automatic")
    if (str(met.get("/FT", "")) == "/Sig" and "/V" in met) or str(met.get("/Type", "")) == "/Sig":
        taken.add("signature")
    _disarm(met, taken)


def _disarm(met, taken: set[str]) -> None:
    """Empties an action that does more than go somewhere."""
    kind = str(met.get("/S", ""))
    if kind == "/URI":
        address = str(met.get("/URI", "")).strip().lower()
        why = "" if address.startswith(SCHEMES) else "elsewhere"
    else:
        why = ACTIONS.get(kind, "")  # whatever it says it is: not every reader looks at its /Type
    if why:
        for key in [key for key in met.keys() if key not in {"/Type", "/Length"}]:  # noqa: SIM118 - not a dict
            del met[key]
        taken.add(why)


def rewritten(content: bytes) -> tuple[bytes, int, list[str]]:
    """What `clean` answers, computed by another process under limits of memory and time."""
    if not TURNS.acquire(timeout=WAIT_SECONDS):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - this very file
            [sys.executable, "-I", __file__],
            input=content,
            capture_output=True,
            timeout=2 * CPU_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit("heavy") from error
    finally:
        TURNS.release()
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Unfit("heavy")
    told = json.loads(head)
    if told["unfit"]:
        raise Unfit(told["unfit"])
    return body, told["pages"], told["taken"]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    told, body = {"unfit": "", "pages": 0, "taken": []}, b""
    try:
        body, told["pages"], told["taken"] = clean(sys.stdin.buffer.read())
    except Unfit as error:
        told["unfit"] = str(error)
    except (MemoryError, RecursionError):
        told["unfit"] = "heavy"
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + body)


if __name__ == "__main__":
    main()
