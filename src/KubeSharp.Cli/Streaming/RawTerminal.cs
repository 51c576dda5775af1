using System.Runtime.InteropServices;

namespace KubeSharp.Cli.Streaming;

/// <summary>The terminal without its own line editing, until disposed: every key goes to the other side.</summary>
internal sealed class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int SetNow = 0;
    private const int SettingsBytesMax = 256;
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ
    private const int LocalFlags = 12; // c_lflag of struct termios
    private const byte Echo = 0x8;
    private readonly byte[] _before = new byte[SettingsBytesMax];
    private readonly bool _isSet;

    /// <summary>Changes the terminal; does nothing where input is none.</summary>
    /// <param name="keepsLines">It only shows no longer what is typed.</param>
    public RawTerminal(bool keepsLines = false)
    {
        if (TcGetAttr(StandardInput, _before) != 0) { return; }
        var raw = _before.ToArray();
        if (keepsLines) { raw[LocalFlags] &= unchecked((byte)~Echo); }
        else { CfMakeRaw(raw); }
        _isSet = TcSetAttr(StandardInput, SetNow, raw) == 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isSet) { TcSetAttr(StandardInput, SetNow, _before); }
    }

    /// <summary>Columns and rows of the terminal; 80 by 24 where there is none.</summary>
    public static (int Columns, int Rows) Size()
    {
        var size = new ushort[4]; // rows, columns, and both in pixels
        return IoCtl(StandardInput, GetWindowSize, size) == 0 && size[0] > 0 ? (size[1], size[0]) : (80, 24);
    }

#pragma warning disable SYSLIB1054 // plain blittable calls
    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int TcGetAttr(int file, [Out] byte[] settings);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int TcSetAttr(int file, int when, byte[] settings);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int IoCtl(int file, nuint request, [Out] ushort[] size);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void CfMakeRaw([In, Out] byte[] settings);
#pragma warning restore SYSLIB1054
}
