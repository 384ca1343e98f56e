#!/usr/bin/env python3
"""Writes broken and malicious pictures into hostile/: none of them may end Tenfold, or fill its memory.

Run by hand when one is added: python3 test/image-files/make-hostile-files.py (after make-image-files.py).
It needs Python 3 and Pillow 9.4 or newer. Names that not every file system takes are made by the test itself.
"""
import io
import pathlib
import struct
import zlib

from PIL import Image, ImageCms

here = pathlib.Path(__file__).parent
good = here / "files"
folder = here / "hostile"
count = 0


def write(name, data):
    global count
    count += 1
    (folder / name).write_bytes(data)


def chunk(kind, data, wrong_sum=False):
    total = zlib.crc32(kind + data) ^ (0xFFFF if wrong_sum else 0)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", total)


def png(width, height, body, depth=8, colour=2, interlaced=0, extra=b"", tail=None):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    end = chunk(b"IEND", b"") if tail is None else tail
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", body) + end


rows = b"".join(b"\0" + bytes(range(0, 72)) for _ in range(18))


def cut():
    for name, parts in [
        ("rgb.png", (0.03, 0.1, 0.7)),
        ("interlaced.png", (0.5,)),
        ("baseline.jpg", (0.02, 0.4, 0.95)),
        ("progressive.jpg", (0.8,)),
        ("lossy.webp", (0.2, 0.9)),
        ("still.gif", (0.05, 0.6)),
        ("lzw.tif", (0.01, 0.5)),
        ("24-bit.bmp", (0.03, 0.9)),
    ]:
        data = (good / name).read_bytes()
        stem, ending = name.split(".")
        for part in parts:
            write(f"cut-{stem}-{part}.{ending}", data[: int(len(data) * part)])


def not_images():
    write("empty.png", b"")
    write("one-byte.jpg", b"\xff")
    write("zeros.png", bytes(4096))
    write("text.png", b"I am a picture. Believe me.\n")
    write("entities.svg", b"""<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><text y="20">&secret;</text></svg>
""")
    write("drawing-called.png", b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
<image width="32" height="32" xlink:href="file:///etc/passwd"/></svg>
""")
    # A backtracking reader of XML would take hours.
    write("declarations.svg", b"<?xml" * 400)
    write("photo.heic", struct.pack(">I", 24) + b"ftypheic" + bytes(4) + b"mif1heic" + bytes(200))
    write("false.avif", struct.pack(">I", 28) + b"ftypavif" + bytes(4) + b"mif1avifmiaf" + b"\xff" * 200)
    write("document.png", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    write("archive.jpg", b"PK\x03\x04" + bytes(100))
    write("magick.png", b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x.png\"|touch /tmp/x\"'\n")
    write("shell.pnm", b"P6\n32 32\n255\n" + bytes(3072))


def pngs():
    write("claims-100000x100000.png", png(100_000, 100_000, zlib.compress(rows)))
    write("claims-2147483647x1.png", png(2_147_483_647, 1, zlib.compress(rows)))
    write("claims-0x0.png", png(0, 0, zlib.compress(rows)))
    # 4 gigapixels of black in 4 MB would be a file for this; its first part will do.
    black = zlib.compress(bytes(1 << 24), 9)
    write("bomb-gigapixel.png", png(60_000, 60_000, black, depth=1, colour=0))
    write("bomb-just-below-the-limit.png", png(7000, 7000, zlib.compress(bytes(876 * 7000), 9), depth=1, colour=0))
    write("too-little-data.png", png(4000, 4000, zlib.compress(rows)))
    write("bad-sum.png", png(24, 18, zlib.compress(rows)).replace(
        chunk(b"IDAT", zlib.compress(rows)), chunk(b"IDAT", zlib.compress(rows), wrong_sum=True)))
    write("bad-deflate.png", png(24, 18, b"\x78\x9c" + b"\xa5" * 200))
    text = b"Comment\0\1\0\0\0" + zlib.compress(bytes(1 << 23), 9)
    write("bomb-text.png", png(24, 18, zlib.compress(rows), extra=chunk(b"iTXt", text)))
    profile = b"icc\0\0" + zlib.compress(bytes(1 << 23), 9)
    write("bomb-profile.png", png(24, 18, zlib.compress(rows), extra=chunk(b"iCCP", profile)))
    write("false-profile.png", png(24, 18, zlib.compress(rows), extra=chunk(b"iCCP", b"icc\0\0" + zlib.compress(b"no profile"))))
    write("wrong-filter.png", png(24, 18, zlib.compress(b"\xff" * len(rows))))
    write("wrong-depth.png", png(24, 18, zlib.compress(rows), depth=7, colour=9))
    write("palette-missing.png", png(24, 18, zlib.compress(rows), colour=3))
    write("chunk-of-4-GB.png", png(24, 18, zlib.compress(rows), extra=struct.pack(">I", 0xFFFFFFF0) + b"tEXt"))
    write("one-pixel.png", png(1, 1, zlib.compress(b"\0abc")))
    write("one-row.png", png(500, 1, zlib.compress(b"\0" + bytes(1500))))
    write("wide.png", png(1_000_000, 2, zlib.compress(bytes(2 * 3_000_001), 9)))
    write("and-a-zip.png", (good / "rgb.png").read_bytes() + b"PK\x03\x04" + bytes(60) + b"<script>alert(1)</script>")


def jpegs():
    data = (good / "baseline.jpg").read_bytes()
    size = data.index(b"\xff\xc0")
    write("claims-65535x65535.jpg", data[: size + 5] + b"\xff\xff\xff\xff" + data[size + 9 :])
    write("claims-0x0.jpg", data[: size + 5] + b"\0\0\0\0" + data[size + 9 :])
    write("no-end.jpg", data[:-2])
    scan = data.index(b"\xff\xda")
    write("restarts.jpg", data[:scan] + b"\xff\xdd\0\4\0\1" + data[scan : scan + 14] + b"".join(
        b"\xff" + bytes([0xD0 + i % 8]) for i in range(5000)) + b"\xff\xd9")
    write("huge-restart-interval.jpg", data[:scan] + b"\xff\xdd\0\4\xff\xff" + data[scan:])
    write("no-tables.jpg", data[:2] + data[size:])
    write("scans.jpg", many_scans((good / "progressive.jpg").read_bytes(), 200))
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 8) + struct.pack("<H", 65535) + b"\xff" * 400
    write("bad-exif.jpg", data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    orientation = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 99, 0, 0)
    write("orientation-99.jpg", data[:2] + b"\xff\xe1" + struct.pack(">H", len(orientation) + 2) + orientation + data[2:])
    write("noise.jpg", data[:scan + 14] + bytes((i * 97 + i // 7) % 251 for i in range(3000)) + b"\xff\xd9")


def many_scans(data, times):
    """Each scan goes over the whole picture again: little to send, much to do."""
    first = data.index(b"\xff\xda")
    second = data.index(b"\xff\xda", first + 2)
    return data[:first] + data[first:second] * times + data[second:]


def gifs():
    screen = b"GIF89a" + struct.pack("<HHBBB", 24, 18, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = lambda w, h: b"," + struct.pack("<HHHHB", 0, 0, w, h, 0) + b"\2\2\x4c\1\0"
    write("frame-0x0.gif", screen + frame(0, 0) + b";")
    write("frame-outside.gif", screen + b"," + struct.pack("<HHHHB", 60000, 60000, 5000, 5000, 0) + b"\2\2\x4c\1\0;")
    write("frames-1000.gif", screen + frame(1, 1) * 1000 + b";")
    write("screen-65535x65535.gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame(1, 1) + b";")
    write("no-frames.gif", screen + b";")
    write("codes.gif", screen + b"," + struct.pack("<HHHHB", 0, 0, 24, 18, 0) + b"\x0c\xff" + b"\xff" * 255 + b"\0;")
    write("comments.gif", screen + b"!\xfe" + (b"\xff" + b"x" * 255) * 50 + b"\0" + b";")


def tiff(entries, next_ifd=0, body=b"", order="<"):
    start = b"II*\0" if order == "<" else b"MM\0*"
    ifd = struct.pack(order + "H", len(entries))
    for tag, kind, number, value in entries:
        ifd += struct.pack(order + "HHII", tag, kind, number, value)
    return start + struct.pack(order + "I", 8) + ifd + struct.pack(order + "I", next_ifd) + body


def tiffs():
    def picture(width, height, offset, length, **other):
        tags = {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1),
                273: (4, 1, offset), 277: (3, 1, 1), 278: (4, 1, height), 279: (4, 1, length)}
        tags.update({int(tag[1:]): value for tag, value in other.items()})
        return [(tag, *tags[tag]) for tag in sorted(tags)]

    plain = picture(24, 18, 200, 432)
    write("circular.tif", tiff(plain, next_ifd=8, body=bytes(700)))
    write("bomb-200000x200000.tif", tiff(picture(200_000, 200_000, 200, 432), body=bytes(700)))
    write("bomb-strip.tif", tiff(picture(7000, 7000, 200, 0xFFFFFFFF), body=bytes(700)))
    write("huge-count.tif", tiff(picture(24, 18, 200, 432, _273=(4, 0x7FFFFFFF, 200)), body=bytes(700)))
    write("huge-depth.tif", tiff(picture(24, 18, 200, 432, _258=(3, 1, 65535)), body=bytes(700)))
    write("tiles-of-0.tif", tiff(picture(24, 18, 200, 432, _322=(4, 1, 0), _323=(4, 1, 0), _324=(4, 1, 200), _325=(4, 1, 432)), body=bytes(700)))
    write("tiles-of-2-GB.tif", tiff(picture(24, 18, 200, 432, _322=(4, 1, 65536), _323=(4, 1, 32768), _324=(4, 1, 200), _325=(4, 1, 432)), body=bytes(700)))
    write("offset-outside.tif", tiff(picture(24, 18, 0xFFFFFF00, 432)))
    write("fifty-channels.tif", tiff(picture(8, 8, 300, 8 * 8 * 50, _277=(3, 1, 50)), body=bytes(8 * 8 * 50 + 400)))
    zeros = zlib.compress(bytes(7000 * 7000), 9)
    write("bomb-deflate.tif", tiff(picture(7000, 7000, 122, len(zeros), _259=(3, 1, 8)), body=zeros))
    floats = io.BytesIO()
    Image.new("F", (24, 18), 0.5).save(floats, "TIFF")
    write("floats.tif", floats.getvalue())
    lab = ImageCms.profileToProfile(Image.open(good / "rgb.png"), ImageCms.createProfile("sRGB"),
                                    ImageCms.createProfile("LAB"), outputMode="LAB")
    # The date in the profile would differ each time.
    lab.info.pop("icc_profile", None)
    cielab = io.BytesIO()
    lab.save(cielab, "TIFF")
    write("cielab-8-bit.tif", cielab.getvalue())


def webps():
    data = (good / "lossy.webp").read_bytes()
    write("riff-too-long.webp", data[:4] + struct.pack("<I", 0xFFFFFFF0) + data[8:])
    write("riff-too-short.webp", data[:4] + struct.pack("<I", 4) + data[8:])
    lossless = (good / "lossless.webp").read_bytes()
    write("noise.webp", lossless[:30] + bytes((i * 89 + 5) % 253 for i in range(len(lossless) - 30)))
    extended = b"VP8X" + struct.pack("<I", 10) + bytes([2, 0, 0, 0]) + b"\xff\xff\xff" + b"\xff\xff\xff"
    write("canvas-16777216x16777216.webp", b"RIFF" + struct.pack("<I", 4 + len(extended)) + b"WEBP" + extended)


def bmps():
    def bmp(width, height, depth=24, compression=0, body=b"", offset=54, header=40, planes=1):
        info = struct.pack("<IiiHHIIiiII", header, width, height, planes, depth, compression, len(body), 0, 0, 0, 0)
        return b"BM" + struct.pack("<IHHI", 54 + len(body), 0, 0, offset) + info + body

    write("negative-width.bmp", bmp(-24, 18, body=bytes(1400)))
    write("smallest-height.bmp", bmp(24, -2_147_483_648, body=bytes(1400)))
    write("offset-outside.bmp", bmp(24, 18, body=bytes(1400), offset=0xFFFFFFF0))
    write("claims-100000x100000.bmp", bmp(100_000, 100_000, body=bytes(1400)))
    write("run-length.bmp", bmp(24, 18, 8, 1, bytes(1024) + b"\xff\1" * 500 + b"\0\2\xff\xff" * 50, offset=54 + 1024))
    write("depth-0.bmp", bmp(24, 18, 0, body=bytes(1400)))
    write("depth-16-masks-of-0.bmp", bmp(24, 18, 16, 3, bytes(12 + 24 * 18 * 2), offset=66))
    write("huge-header.bmp", bmp(24, 18, body=bytes(1400), header=0xFFFFFFFF))
    write("palette-cut.bmp", bmp(24, 1, 8, body=b"\0" * 30))


def main():
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for make in (cut, not_images, pngs, jpegs, gifs, tiffs, webps, bmps):
        make()
    print(count, "files,", sum(file.stat().st_size for file in folder.iterdir()), "bytes")


main()
