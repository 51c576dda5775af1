using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace KubeSharp.Cri.Images;

/// <summary>
/// The program that holds a pod's namespaces: process 1 of a sandbox, and of the whole pod where containers share processes. It reaps what is
/// orphaned and ends at SIGTERM or SIGINT. It is a hundred bytes of machine code behind an ELF header, so no compiler and no C library are
/// needed to make it. The signals are blocked and waited for, not handled: for process 1 an unhandled signal would be dropped, a blocked one
/// is kept.
/// </summary>
internal static class PauseProgram
{
    private const int HeaderBytes = 64 + 56;
    private const ulong LoadAddress = 0x400000;
    private const ushort MachineX64 = 62;
    private const ushort MachineArm64 = 183;

    /// <summary>The executable for an architecture.</summary>
    /// <exception cref="PlatformNotSupportedException">Neither x64 nor arm64.</exception>
    public static byte[] For(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Executable(MachineX64, CodeX64),
        Architecture.Arm64 => Executable(MachineArm64, CodeArm64),
        _ => throw new PlatformNotSupportedException($"no pause program for {architecture}: x64 and arm64 are supported"),
    };

    private static ReadOnlySpan<byte> CodeX64 =>
    [
        0xb8, 0x0e, 0x00, 0x00, 0x00,             //         mov  eax, 14         rt_sigprocmask(SIG_BLOCK, set, null, 8)
        0x31, 0xff,                               //         xor  edi, edi
        0x48, 0x8d, 0x35, 0x5a, 0x00, 0x00, 0x00, //         lea  rsi, [set]
        0x31, 0xd2,                               //         xor  edx, edx
        0x41, 0xba, 0x08, 0x00, 0x00, 0x00,       //         mov  r10d, 8
        0x0f, 0x05,                               //         syscall
        0xb8, 0x80, 0x00, 0x00, 0x00,             // wait:   mov  eax, 128        rt_sigtimedwait(set, null, null, 8)
        0x48, 0x8d, 0x3d, 0x44, 0x00, 0x00, 0x00, //         lea  rdi, [set]
        0x31, 0xf6,                               //         xor  esi, esi
        0x31, 0xd2,                               //         xor  edx, edx
        0x41, 0xba, 0x08, 0x00, 0x00, 0x00,       //         mov  r10d, 8
        0x0f, 0x05,                               //         syscall
        0x83, 0xf8, 0x11,                         //         cmp  eax, 17         SIGCHLD
        0x74, 0x13,                               //         je   reap
        0x83, 0xf8, 0x02,                         //         cmp  eax, 2          SIGINT
        0x74, 0x05,                               //         je   leave
        0x83, 0xf8, 0x0f,                         //         cmp  eax, 15         SIGTERM
        0x75, 0xd9,                               //         jne  wait            or an interruption
        0xb8, 0x3c, 0x00, 0x00, 0x00,             // leave:  mov  eax, 60         exit(0)
        0x31, 0xff,                               //         xor  edi, edi
        0x0f, 0x05,                               //         syscall
        0xb8, 0x3d, 0x00, 0x00, 0x00,             // reap:   mov  eax, 61         wait4(-1, null, WNOHANG, null)
        0x83, 0xcf, 0xff,                         //         or   edi, -1
        0x31, 0xf6,                               //         xor  esi, esi
        0xba, 0x01, 0x00, 0x00, 0x00,             //         mov  edx, 1
        0x45, 0x31, 0xd2,                         //         xor  r10d, r10d
        0x0f, 0x05,                               //         syscall
        0x85, 0xc0,                               //         test eax, eax
        0x7f, 0xe8,                               //         jg   reap            one was reaped: perhaps there are more
        0xeb, 0xb6,                               //         jmp  wait
        0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00,       //         (fills up to 8)
        0x02, 0x40, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, // set: SIGINT, SIGTERM, SIGCHLD
    ];

    private static ReadOnlySpan<byte> CodeArm64 =>
    [
        0xe8, 0x10, 0x80, 0xd2, //         mov  x8, #135        rt_sigprocmask(SIG_BLOCK, set, null, 8)
        0x00, 0x00, 0x80, 0xd2, //         mov  x0, #0
        0x81, 0x03, 0x00, 0x10, //         adr  x1, set
        0x02, 0x00, 0x80, 0xd2, //         mov  x2, #0
        0x03, 0x01, 0x80, 0xd2, //         mov  x3, #8
        0x01, 0x00, 0x00, 0xd4, //         svc  #0
        0x28, 0x11, 0x80, 0xd2, // wait:   mov  x8, #137        rt_sigtimedwait(set, null, null, 8)
        0xe0, 0x02, 0x00, 0x10, //         adr  x0, set
        0x01, 0x00, 0x80, 0xd2, //         mov  x1, #0
        0x02, 0x00, 0x80, 0xd2, //         mov  x2, #0
        0x03, 0x01, 0x80, 0xd2, //         mov  x3, #8
        0x01, 0x00, 0x00, 0xd4, //         svc  #0
        0x1f, 0x44, 0x00, 0xf1, //         cmp  x0, #17         SIGCHLD
        0x00, 0x01, 0x00, 0x54, //         b.eq reap
        0x1f, 0x08, 0x00, 0xf1, //         cmp  x0, #2          SIGINT
        0x60, 0x00, 0x00, 0x54, //         b.eq leave
        0x1f, 0x3c, 0x00, 0xf1, //         cmp  x0, #15         SIGTERM
        0xa1, 0xfe, 0xff, 0x54, //         b.ne wait            or an interruption
        0xa8, 0x0b, 0x80, 0xd2, // leave:  mov  x8, #93         exit(0)
        0x00, 0x00, 0x80, 0xd2, //         mov  x0, #0
        0x01, 0x00, 0x00, 0xd4, //         svc  #0
        0x88, 0x20, 0x80, 0xd2, // reap:   mov  x8, #260        wait4(-1, null, WNOHANG, null)
        0x00, 0x00, 0x80, 0x92, //         mov  x0, #-1
        0x01, 0x00, 0x80, 0xd2, //         mov  x1, #0
        0x22, 0x00, 0x80, 0xd2, //         mov  x2, #1
        0x03, 0x00, 0x80, 0xd2, //         mov  x3, #0
        0x01, 0x00, 0x00, 0xd4, //         svc  #0
        0x1f, 0x00, 0x00, 0xf1, //         cmp  x0, #0
        0x2c, 0xff, 0xff, 0x54, //         b.gt reap            one was reaped: perhaps there are more
        0xe9, 0xff, 0xff, 0x17, //         b    wait
        0x02, 0x40, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, // set: SIGINT, SIGTERM, SIGCHLD
    ];

    // A 64-bit little-endian executable of one segment, read and run, that holds the headers and the code.
    private static byte[] Executable(ushort machine, ReadOnlySpan<byte> code)
    {
        var file = new byte[HeaderBytes + code.Length];
        var header = file.AsSpan();
        ReadOnlySpan<byte> identification = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identification.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);

        var segment = header[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x10000);
        code.CopyTo(header[HeaderBytes..]);
        return file;
    }
}
