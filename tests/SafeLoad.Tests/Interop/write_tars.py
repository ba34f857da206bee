"""Writes tars of one folder in every form that Python's tarfile and the tar of this machine know, for TarInteropTests.

    python3 write_tars.py FOLDER

FOLDER gets the tars, those with a sparse member as sparse-*.tar. Exit code 3: there is no GNU tar.
"""
import io
import os
import shutil
import subprocess
import sys
import tarfile

FOLDER = os.path.abspath(sys.argv[1])
TREE = os.path.join(FOLDER, "tree")
if shutil.which("tar") is None or b"GNU tar" not in subprocess.run(["tar", "--version"], capture_output=True).stdout:
    print("there is no GNU tar")
    sys.exit(3)


def write(name, content):
    path = os.path.join(TREE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def tar(name, *options):
    subprocess.run(["tar", "-cf", os.path.join(FOLDER, name), *options], cwd=TREE, check=True, capture_output=True)


write("a.txt", b"text\n")
write("d/b.bin", bytes(range(200, 256)) * 30)
write("d/e/empty", b"")
for length in (98, 99, 100, 101, 150, 250):
    write("d/" + "n" * (length - 2), b"x")
write("d/" + "/".join(["long" * 6] * 8) + "/f", b"f")
write("\u00fc/\u6f22.txt", b"u")
os.symlink("a.txt", TREE + "/link")
os.symlink("../../a.txt", TREE + "/d/e/up")
os.symlink("e", TREE + "/d/folder")
os.symlink("d/" + "q" * 150, TREE + "/far")
os.link(TREE + "/a.txt", TREE + "/d/same")
os.link(TREE + "/link", TREE + "/linked", follow_symlinks=False)
os.chmod(TREE + "/d/e", 0o1777)
os.utime(TREE + "/a.txt", (1.5, 1234567890.125))

SHORT = ["a.txt", "d/b.bin", "d/e", "d/same", "link", "linked", "d/folder"]
for form in ("v7", "oldgnu", "gnu", "ustar", "posix"):
    tar(f"{form}.tar", "--format=" + form, *SHORT)
    tar(f"{form}-block.tar", "--format=" + form, "-b1", "a.txt")
    tar(f"{form}-appended.tar", "--format=" + form, "a.txt")
    subprocess.run(["tar", "-rf", os.path.join(FOLDER, f"{form}-appended.tar"), "--format=" + form, "d/b.bin", "a.txt"], cwd=TREE, check=True)
    if form not in ("v7", "ustar"):
        tar(f"{form}-all.tar", "--format=" + form, ".")
        tar(f"{form}-ids.tar", "--format=" + form, "--owner=u:3000000", "--group=g:4000000", "a.txt", "d")
        tar(f"{form}-label.tar", "--format=" + form, "-V", "a label", "a.txt")
        tar(f"{form}-incremental.tar", "--format=" + form, "-g", os.path.join(FOLDER, form + ".list"), ".")
tar("posix-global.tar", "--format=posix", "--pax-option=globexthdr.name=/tmp/GlobalHead.%p.%n,comment=hello", "a.txt", "d")
tar("posix-times.tar", "--format=posix", "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime", ".")
tar("posix-xattrs.tar", "--format=posix", "--xattrs", "a.txt", "d")

for form, name in ((tarfile.USTAR_FORMAT, "ustar"), (tarfile.GNU_FORMAT, "gnu"), (tarfile.PAX_FORMAT, "pax")):
    with tarfile.open(os.path.join(FOLDER, f"python-{name}.tar"), "w", format=form) as made:
        for member in SHORT if name == "ustar" else ["."]:
            made.add(os.path.join(TREE, member), arcname=member)
        for size in (0, 511, 512, 513):
            info = tarfile.TarInfo(f"size{size}")
            info.size = size
            made.addfile(info, io.BytesIO(b"x" * size))
        if name != "ustar":
            info = tarfile.TarInfo("numbers")
            info.mtime, info.uid = -5.25 if name == "pax" else -5, 1 << 40
            made.addfile(info)
with tarfile.open(os.path.join(FOLDER, "python-global.tar"), "w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "hello"}) as made:
    made.add(TREE + "/a.txt", arcname="a.txt")

with open(TREE + "/holes", "wb") as file:
    for place in range(40):
        file.seek(place << 16)
        file.write(b"x" * 4096)
for form in ("oldgnu", "gnu", "posix"):
    tar(f"sparse-{form}.tar", "--sparse", "--format=" + form, "holes", "a.txt")
for version in ("0.0", "0.1", "1.0"):
    tar(f"sparse-{version}.tar", "--sparse", "--format=posix", "--sparse-version=" + version, "holes", "a.txt")
shutil.rmtree(TREE)
