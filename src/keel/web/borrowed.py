"""What Keel's pages borrow from GOV.UK Frontend and MOJ Frontend: copied from ``node_modules``, less what is not ours.

Only gov.uk may wear the crown and the Transport font, so neither is copied and no page asks for them.
Standard library only: set-up runs this before anything else of the web is there.
"""

import re
import sys
from pathlib import Path
from shutil import copyfile, rmtree

INTO = Path(__file__).parent / "static" / "vendor"
GOVUK = "govuk-frontend/dist/govuk/"
MOJ = "@ministryofjustice/frontend/moj/"
BORROWED = (
    GOVUK + "govuk-frontend.min.css",
    GOVUK + "govuk-frontend.min.js",
    MOJ + "moj-frontend.min.css",
    MOJ + "moj-frontend.min.js",
)
PICTURES = MOJ + "assets/images/"
ADDRESS = "/assets/images/"  # where the style sheets look for pictures

NOT_OURS = (
    re.compile(r"/\*![^*]*exclusive use on gov\.uk[^*]*\*/"),
    re.compile(r"@font-face\{[^}]*\}"),
    re.compile(r"[^{}]*(?:crown|crest)[^{}]*\{[^{}]*\}"),
    re.compile(r"[^{}]*\{[^{}]*crest[^{}]*\}"),
    re.compile(r"/\*[#@] sourceMappingURL=\S* \*/|//[#@] sourceMappingURL=\S*"),
)
TRANSPORT = re.compile(r'"?GDS Transport"?,')


def borrow(packages: Path, into: Path) -> None:
    """Make ``into`` afresh from the npm packages in ``packages``."""
    rmtree(into, ignore_errors=True)
    (into / "images").mkdir(parents=True)
    for name in BORROWED:
        text = ours((packages / name).read_text(encoding="utf-8"))
        for picture in sorted(set(re.findall(re.escape(ADDRESS) + r"([\w-]+\.svg)", text))):
            copyfile(packages / PICTURES / picture, into / "images" / picture)
        (into / Path(name).name).write_text(text.replace(ADDRESS, "images/"), encoding="utf-8")


def ours(text: str) -> str:
    """A file without the crown, the Transport font and the address of a source map that is not served."""
    for pattern in NOT_OURS:
        text = pattern.sub("", text)
    return TRANSPORT.sub("", text)


if __name__ == "__main__":
    borrow(Path(sys.argv[1]), INTO)
