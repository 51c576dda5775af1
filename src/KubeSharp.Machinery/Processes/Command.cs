using System.Collections.Immutable;
using System.Diagnostics;

namespace KubeSharp.Machinery.Processes;

/// <summary>Runs programs of the machine (nft, ip), perhaps in another namespace by a prefix such as nsenter.</summary>
/// <param name="Prefix">Words put before each command.</param>
public sealed record Command(ImmutableArray<string> Prefix)
{
    /// <summary>On the machine itself.</summary>
    public static Command Here { get; } = new([]);

    /// <summary>Variables that the program gets beside this process' own.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When it is ended; default 30 seconds.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs the program to its end, with the text as its input. Returns its exit code and what it wrote.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there.</exception>
    public async Task<(int Code, string Output, string Error)> RunAsync(string input, CancellationToken cancellation, params string[] words)
    {
        string[] all = [.. Prefix, .. words];
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
        foreach (var (name, value) in Variables) { process.StartInfo.Environment[name] = value; }
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException) { /* it ended without reading all; what that means, its exit code says */ }
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeMax);
        try { await process.WaitForExitAsync(limit.Token).ConfigureAwait(false); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }
}
