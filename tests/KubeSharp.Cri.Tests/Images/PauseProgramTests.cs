using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using KubeSharp.Cri.Images;

namespace KubeSharp.Cri.Tests.Images;

public sealed class PauseProgramTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_waits_until_it_is_told_to_end(string signal)
    {
        var file = Path.Combine(Path.GetTempPath(), $"pause-{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(file, PauseProgram.For(RuntimeInformation.ProcessArchitecture));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        // The shell becomes the program, after a child that is left to it to reap; it sleeps nowhere but where it waits.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "/bin/true & exec \"$1\"", "sh", file } })!;
        try
        {
            while (!File.ReadAllText($"/proc/{process.Id}/cmdline").StartsWith(file, StringComparison.Ordinal)
                || !File.ReadAllText($"/proc/{process.Id}/status").Contains("State:\tS", StringComparison.Ordinal))
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
            Assert.False(process.HasExited);
            using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            process.Kill();
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(Architecture.X64, 62)]
    [InlineData(Architecture.Arm64, 183)]
    public void It_is_an_executable_of_its_architecture(Architecture architecture, int machine)
    {
        var file = PauseProgram.For(architecture);
        Assert.Equal(machine, BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(18)));
        Assert.Equal((ulong)file.Length, BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(96)));
    }

    [Fact]
    public void An_architecture_it_is_not_written_for_is_refused()
    {
        Assert.Throws<PlatformNotSupportedException>(() => PauseProgram.For(Architecture.S390x));
    }
}
