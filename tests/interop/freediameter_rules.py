"""Reads Diameter messages, a line of hexadecimal digits each, as freeDiameter reads them: its own dictionaries, parser and rules. Prints "= ok" or "= refused (error
number)" for each, among the lines of its log, which say why."""
import ctypes
import sys

EXTENSIONS = "/usr/lib/freeDiameter"


def find(config):
    """The dictionary in freeDiameter's configuration: the first pointer to something that begins as one. Where no memory is, nothing is read."""
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        for at in range(0, 512, 8):
            pointer = ctypes.c_size_t.from_address(config + at).value
            try:
                memory.seek(pointer)
                if int.from_bytes(memory.read(4), sys.byteorder) == 0xD1C7:
                    return pointer
            except (OSError, ValueError, OverflowError):
                continue
    raise SystemExit("freeDiameter's dictionary was not found")


def main():
    proto = ctypes.CDLL("libfdproto.so.6", ctypes.RTLD_GLOBAL)
    core = ctypes.CDLL("libfdcore.so.6", ctypes.RTLD_GLOBAL)
    assert proto.fd_libproto_init() == 0 and core.fd_core_initialize() == 0
    for name in ("dict_nasreq", "dict_rfc5777", "dict_mip6i", "dict_sip", "dict_dcca", "dict_dcca_3gpp"):
        extension = ctypes.CDLL(f"{EXTENSIONS}/{name}.fdx", ctypes.RTLD_GLOBAL)
        assert extension.fd_ext_init(1, 2, None) == 0, name
    config = ctypes.c_void_p.in_dll(core, "fd_g_config").value
    dictionary = find(config)
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    for line in sys.stdin:
        octets = bytes.fromhex(line.strip())
        buffer = ctypes.c_void_p(libc.malloc(ctypes.c_size_t(len(octets))))
        ctypes.memmove(buffer, octets, len(octets))
        message = ctypes.c_void_p()
        step = proto.fd_msg_parse_buffer(ctypes.byref(buffer), ctypes.c_size_t(len(octets)), ctypes.byref(message))
        if step:
            print(f"= no message ({step})", flush=True)
            continue
        step = proto.fd_msg_parse_dict(message, ctypes.c_void_p(dictionary), None)
        step = step or proto.fd_msg_parse_rules(message, ctypes.c_void_p(dictionary), None)
        print(f"= refused ({step})" if step else "= ok", flush=True)


main()
