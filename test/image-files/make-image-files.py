#!/usr/bin/env python3
"""Writes the pictures in files/, and in expected.json their pixels as PIL decodes them.

Run by hand when a picture is added: python3 test/image-files/make-image-files.py
It needs Python 3, Pillow 9.4 or newer and numpy, and always writes the same bytes with the same versions of them.

fits.json has the pixels of images that PIL fitted to another size with its Lanczos filter.

expected.json has an entry for each file:
    width, height   as shown, after EXIF orientation
    channels, pixels  u8[height, width, channels] in base64: 1 grey, 3 RGB, 4 RGBA
    within          the largest difference that is allowed; 0: equal to the byte
    notes           what the decoder says about it
"""
import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageCms, ImageOps

here = pathlib.Path(__file__).parent
folder = here / "files"
expected = {}

W, H = 24, 18


def colours():
    """A smooth picture without symmetry: turned or mirrored, it is another."""
    y, x = np.mgrid[0:H, 0:W]
    red = 255 * x / (W - 1)
    green = 255 * y / (H - 1)
    blue = 128 + 100 * np.sin(x / 5.0) * np.cos(y / 7.0)
    picture = np.stack([red, green, blue], axis=-1).round().astype(np.uint8)
    picture[2:7, 3:12] = [220, 30, 40]
    picture[10:15, 14:20] = [20, 60, 200]
    return picture


def opacity():
    y, x = np.mgrid[0:H, 0:W]
    alpha = (255 * (x + y) / (W + H - 2)).round().astype(np.uint8)
    alpha[:4, :4] = 0
    return alpha


rgb = Image.fromarray(colours(), "RGB")
grey = rgb.convert("L")
rgba = rgb.copy()
rgba.putalpha(Image.fromarray(opacity(), "L"))


def note(name, format, shown, within=0, notes=()):
    """What the file has to decode to. `shown` is an image of PIL or an array."""
    if isinstance(shown, Image.Image):
        if shown.mode not in ("L", "RGB", "RGBA"):
            raise ValueError(f"{name}: {shown.mode}")
        shown = np.asarray(shown)
    if shown.ndim == 2:
        shown = shown[:, :, None]
    height, width, channels = shown.shape
    expected[name] = {
        "format": format,
        "width": width,
        "height": height,
        "channels": channels,
        "within": within,
        "notes": sorted(notes),
        "pixels": base64.b64encode(np.ascontiguousarray(shown).tobytes()).decode(),
    }


def write(name, data):
    (folder / name).write_bytes(data)


def encoded(image, format, **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def reread(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, rows, interlaced=0, extra=b""):
    """PNG files that PIL cannot write: 16 bits of colour, and interlaced ones."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    body = zlib.compress(rows, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def interlaced_rows(picture):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b""
    for x, y, step_x, step_y in passes:
        part = picture[y::step_y, x::step_x]
        if part.size:
            rows += b"".join(b"\0" + np.ascontiguousarray(row).tobytes() for row in part)
    return rows


def pngs():
    for name, image, notes in [
        ("rgb.png", rgb, []),
        ("rgba.png", rgba, ["transparent"]),
        ("grey.png", grey, ["grey"]),
    ]:
        write(name, encoded(image, "PNG", optimize=True))
        note(name, "png", image, notes=notes)
    grey_alpha = grey.copy()
    grey_alpha.putalpha(Image.fromarray(opacity(), "L"))
    write("grey-alpha.png", encoded(grey_alpha, "PNG"))
    note("grey-alpha.png", "png", grey_alpha.convert("RGBA"), notes=["grey", "transparent"])

    palette = rgb.quantize(16, dither=Image.Dither.NONE)
    write("palette.png", encoded(palette, "PNG", bits=4))
    note("palette.png", "png", palette.convert("RGB"))
    seen_through = encoded(palette, "PNG", bits=4, transparency=3)
    write("palette-transparent.png", seen_through)
    note("palette-transparent.png", "png", reread(seen_through).convert("RGBA"), notes=["transparent"])

    black_and_white = grey.convert("1", dither=Image.Dither.NONE)
    write("one-bit.png", encoded(black_and_white, "PNG"))
    note("one-bit.png", "png", black_and_white.convert("L"), notes=["grey"])

    deep = colours().astype(np.uint16) * 256 + 77
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep)
    write("rgb-16-bit.png", png(W, H, 16, 2, rows))
    note("rgb-16-bit.png", "png", (deep >> 8).astype(np.uint8), notes=["16-bit"])
    deep_grey = np.asarray(grey).astype(np.uint16) * 256 + 200
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in deep_grey)
    write("grey-16-bit.png", png(W, H, 16, 0, rows))
    note("grey-16-bit.png", "png", (deep_grey >> 8).astype(np.uint8), notes=["16-bit", "grey"])

    write("interlaced.png", png(W, H, 8, 2, interlaced_rows(colours()), interlaced=1))
    note("interlaced.png", "png", rgb)

    # Red and green change places: an image read without its profile is plainly wrong.
    write("profile.png", encoded(rgb, "PNG", icc_profile=swapped_profile()))
    note("profile.png", "png", Image.merge("RGB", [rgb.split()[i] for i in (1, 0, 2)]), within=3)


def swapped_profile():
    """sRGB with the red and the green colorant in each other's place."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The date of its making, and with it the checksum, would differ each time.
    profile[24:36] = struct.pack(">6H", 2020, 1, 1, 0, 0, 0)
    profile[84:100] = bytes(16)
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def jpegs():
    for name, image, options, notes in [
        ("baseline.jpg", rgb, {"quality": 90}, []),
        ("subsampled.jpg", rgb, {"quality": 80, "subsampling": "4:2:0"}, []),
        ("progressive.jpg", rgb, {"quality": 90, "progressive": True}, []),
        ("grey.jpg", grey, {"quality": 90}, ["grey"]),
    ]:
        data = encoded(image, "JPEG", **options)
        write(name, data)
        note(name, "jpeg", reread(data), within=2, notes=notes)
    data = encoded(rgb.convert("CMYK"), "JPEG", quality=95)
    write("cmyk.jpg", data)
    # Without a profile, what a CMYK picture looks like is a convention: libvips and PIL have two.
    note("cmyk.jpg", "jpeg", reread(data).convert("RGB"), within=120, notes=["cmyk"])
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        data = encoded(rgb, "JPEG", quality=90, exif=exif.tobytes())
        name = f"orientation-{orientation}.jpg"
        write(name, data)
        shown = ImageOps.exif_transpose(reread(data))
        note(name, "jpeg", shown, within=2, notes=[] if orientation == 1 else ["rotated"])


def webps():
    data = encoded(rgb, "WEBP", quality=90)
    write("lossy.webp", data)
    note("lossy.webp", "webp", reread(data), within=2)
    write("lossless.webp", encoded(rgb, "WEBP", lossless=True))
    note("lossless.webp", "webp", rgb)
    write("lossless-transparent.webp", encoded(rgba, "WEBP", lossless=True, exact=True))
    note("lossless-transparent.webp", "webp", rgba, notes=["transparent"])
    others = [ImageOps.mirror(rgb), ImageOps.flip(rgb)]
    write("animated.webp", encoded(rgb, "WEBP", lossless=True, save_all=True, append_images=others))
    note("animated.webp", "webp", rgb, notes=["animated"])


def gifs():
    palette = rgb.quantize(32, dither=Image.Dither.NONE)
    data = encoded(palette, "GIF")
    write("still.gif", data)
    note("still.gif", "gif", reread(data).convert("RGB"))
    others = [ImageOps.mirror(palette), ImageOps.flip(palette)]
    data = encoded(palette, "GIF", save_all=True, append_images=others, duration=100, loop=0)
    write("animated.gif", data)
    note("animated.gif", "gif", reread(data).convert("RGB"), notes=["animated"])
    data = encoded(palette, "GIF", transparency=5)
    write("transparent.gif", data)
    note("transparent.gif", "gif", on_white(reread(data).convert("RGBA")), notes=["transparent"])


def on_white(image):
    """What lies under full transparency is no part of a GIF: programs differ."""
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(image, mask=image.getchannel("A"))
    return sheet


def tiffs():
    write("lzw.tif", encoded(rgb, "TIFF", compression="tiff_lzw"))
    note("lzw.tif", "tiff", rgb)
    others = [ImageOps.mirror(rgb), grey]
    write("pages.tif", encoded(rgb, "TIFF", compression="tiff_deflate", save_all=True, append_images=others))
    note("pages.tif", "tiff", rgb, notes=["several-pages"])
    deep = np.asarray(grey).astype(np.uint16) * 256 + 200
    write("grey-16-bit.tif", encoded(Image.fromarray(deep), "TIFF"))
    note("grey-16-bit.tif", "tiff", (deep >> 8).astype(np.uint8), notes=["16-bit", "grey"])
    data = encoded(rgb.convert("CMYK"), "TIFF", compression="tiff_lzw")
    write("cmyk.tif", data)
    note("cmyk.tif", "tiff", reread(data).convert("RGB"), within=120, notes=["cmyk"])


def bmp_file(depth, rows, colours=b"", height=H, compression=0, masks=b""):
    size = 14 + 40 + len(masks) + len(colours)
    header = struct.pack(
        "<IiiHHIIiiII", 40, W, height, 1, depth, compression, len(rows), 0, 0, len(colours) // 4, 0
    )
    return b"BM" + struct.pack("<IHHI", size + len(rows), 0, 0, size) + header + masks + colours + rows


def padded(row):
    return row + bytes(-len(row) % 4)


def bmps():
    for name, image, notes in [
        ("24-bit.bmp", rgb, []),
        ("8-bit.bmp", rgb.quantize(16, dither=Image.Dither.NONE), []),
        ("grey.bmp", grey, []),
        ("one-bit.bmp", grey.convert("1", dither=Image.Dither.NONE), []),
    ]:
        write(name, encoded(image, "BMP"))
        note(name, "bmp", image.convert("RGB"), notes=notes)
    bgr = colours()[:, :, ::-1]
    bgra = np.dstack([bgr, opacity()])
    write("top-down.bmp", bmp_file(24, b"".join(padded(row.tobytes()) for row in bgr), height=-H))
    note("top-down.bmp", "bmp", rgb)
    # Its fourth byte means nothing unless a mask says so.
    write("32-bit.bmp", bmp_file(32, bgra[::-1].tobytes()))
    note("32-bit.bmp", "bmp", rgb)
    write("32-bit-alpha.bmp", bmp_v4(bgra[::-1].tobytes()))
    note("32-bit-alpha.bmp", "bmp", rgba, notes=["transparent"])
    palette = rgb.quantize(16, dither=Image.Dither.NONE)
    indices = np.asarray(palette)
    table = np.array(palette.getpalette()[: 16 * 3], np.uint8).reshape(16, 3)
    quads = b"".join(bytes([b, g, r, 0]) for r, g, b in table)
    nibbles = b"".join(padded(bytes(int(a) << 4 | int(b) for a, b in zip(row[::2], row[1::2]))) for row in indices[::-1])
    write("4-bit.bmp", bmp_file(4, nibbles, quads))
    note("4-bit.bmp", "bmp", palette.convert("RGB"))
    red, green, blue = (colours().astype(np.uint16)[:, :, i] for i in range(3))
    words = ((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3).astype("<u2")
    masks = struct.pack("<III", 0xF800, 0x07E0, 0x001F)
    write("16-bit.bmp", bmp_file(16, b"".join(padded(row.tobytes()) for row in words[::-1]), compression=3, masks=masks))
    shown = np.dstack(
        [((words >> shift & most) * 255.0 / most + 0.5).astype(np.uint8) for shift, most in ((11, 31), (5, 63), (0, 31))]
    )
    note("16-bit.bmp", "bmp", shown, within=1)


def bmp_v4(rows):
    header = struct.pack("<IiiHHIIiiII", 108, W, H, 1, 32, 3, len(rows), 0, 0, 0, 0)
    header += struct.pack("<IIII", 0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000) + b"BGRs" + bytes(48)
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + len(rows), 0, 0, 14 + len(header)) + header + rows


def misnamed():
    write("a-png-called.jpg", encoded(rgb, "PNG"))
    note("a-png-called.jpg", "png", rgb, notes=["misnamed"])
    write("a-bmp-called.png", encoded(rgb, "BMP"))
    note("a-bmp-called.png", "bmp", rgb, notes=["misnamed"])
    write("without-an-ending", encoded(rgb, "PNG"))
    note("without-an-ending", "png", rgb)


def fits():
    """Images of other sizes, and what PIL makes of them; in fits.json."""
    y, x = np.mgrid[0:80, 0:120]
    large = np.stack(
        [127 + 120 * np.sin(x / 11.0), 127 + 120 * np.cos(y / 9.0 + x / 31.0), 2 * x], axis=-1
    ).round().astype(np.uint8)
    large[20:50, 30:70] = [240, 200, 20]
    seen_through = np.dstack([large, (255 * y / 79).round().astype(np.uint8)])
    results = []
    for name, image in [
        ("large.png", Image.fromarray(large, "RGB")),
        ("large-transparent.png", Image.fromarray(seen_through, "RGBA")),
        ("small.png", rgb.crop((2, 1, 14, 9))),
    ]:
        write(name, encoded(image, "PNG", optimize=True))
        for width, height in [(32, 32), (40, 24), (16, 100)]:
            for fit, result in [
                ("cover", ImageOps.fit(image, (width, height), Image.LANCZOS)),
                ("contain", ImageOps.pad(image, (width, height), Image.LANCZOS, color=(0,) * len(image.mode))),
                ("stretch", image.resize((width, height), Image.LANCZOS)),
            ]:
                pixels = base64.b64encode(np.asarray(result).tobytes()).decode()
                results.append(
                    {"name": name, "fit": fit, "width": width, "height": height, "channels": len(image.mode), "pixels": pixels}
                )
    (here / "fits.json").write_text("[\n" + ",\n".join(json.dumps(result) for result in results) + "\n]\n")


def main():
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for make in (pngs, jpegs, webps, gifs, tiffs, bmps, misnamed, fits):
        make()
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(expected[name])}" for name in sorted(expected))
    (here / "expected.json").write_text("{\n" + lines + "\n}\n")
    print(len(expected), "files,", sum(file.stat().st_size for file in folder.iterdir()), "bytes")


main()
