using System.Buffers.Binary;

namespace KubeSharp.Cri.Images;

/// <summary>
/// The program that holds a pod's namespaces: it waits for SIGTERM or SIGINT and ends. Written out as machine code, so that no compiler and no
/// registry is needed; a few hundred bytes, nothing linked.
/// </summary>
internal static class PauseProgram
{
    private const ulong LoadAddress = 0x400000;
    private const int HeaderBytes = 64 + 56;

    // rt_sigaction(SIGCHLD, SIG_IGN): children that end are gone at once, no zombies.
    // rt_sigprocmask(SIG_BLOCK, TERM|INT); do rt_sigtimedwait(TERM|INT) while (result <= 0); exit(0).
    private const string CodeX64 =
        "b80d000000bf11000000488d354700000031d241ba080000000f05b80e00000031ff488d354f00000031d241ba080000000f05b880000000488d3d3900000031f631d241ba080000000f0585c07ee4b83c00000031ff0f0501000000000000000000000000000000000000000000000000000000000000000240000000000000";

    /// <summary>The program as an ELF file for this machine.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none for its processor.</exception>
    public static byte[] Elf()
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
            throw new PlatformNotSupportedException("the pause program is written for x86-64 only");
        var code = Convert.FromHexString(CodeX64);
        var file = new byte[HeaderBytes + code.Length];
        var bytes = file.AsSpan();
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0];
        identity.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], 2);      // executable
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[18..], 62);     // x86-64
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], LoadAddress + HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], 64);     // program header follows
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[56..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[64..], 1);      // load
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[68..], 5);      // read, execute
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[80..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[88..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[96..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[104..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[112..], 0x1000);
        code.CopyTo(bytes[HeaderBytes..]);
        return file;
    }
}
