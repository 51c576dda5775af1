using System.Security.Cryptography;
using KubeSharp.Bootstrap.Join;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Logging;
using KubeSharp.Hosting.Processes;
using KubeSharp.Kubelet.Configuration;
using KubeSharp.Machinery.Processes;
using KubeSharp.Storage;

namespace KubeSharp.Roles;

/// <summary>The components that can run each alone: kubesharp apiserver, or the program called as kube-apiserver.</summary>
internal static class RolePrograms
{
    private const int FailedCode = 1;
    private static readonly Dictionary<string, Func<RoleProgram>> _programs = new(StringComparer.Ordinal)
    {
        ["apiserver"] = static () => new ApiServerProgram(),
        ["controller-manager"] = static () => new ControllersProgram(),
        ["scheduler"] = static () => new SchedulerProgram(),
        ["kubelet"] = static () => new KubeletProgram(),
    };

    /// <summary>The component of the name, with or without kube- before it; null: it is none.</summary>
    public static RoleProgram? Find(string name) =>
        _programs.TryGetValue(name.StartsWith("kube-", StringComparison.Ordinal) ? name["kube-".Length..] : name, out var create) ? create() : null;

    /// <summary>Reads the flags and runs; returns the exit code.</summary>
    public static async Task<int> RunAsync(RoleProgram program, IReadOnlyList<string> words, TimeProvider time)
    {
        if (words.Contains("--help") || words.Contains("-h"))
        {
            Console.Write(program.Flags.Help());
            return 0;
        }
        using var signals = new ShutdownSignals();
        try
        {
            program.Flags.Parse(words);
            _ = program.Features;
            foreach (var name in program.Flags.GivenInVain) { await Console.Error.WriteLineAsync($"Warning: --{name} changes nothing here"); }
            using var output = new StreamWriter(Console.OpenStandardError()) { AutoFlush = false };
            using var loggers = new KlogFactory(new KlogProvider(output, new KlogOptions { Verbosity = program.Verbosity.Value }, time));
            _ = IdleMemory.RunAsync(time, signals.Token);
            await program.RunAsync(loggers, time, signals.Token);
            return 0;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested) { return 0; }
        catch (Exception e) when (e is FlagException or IOException or CryptographicException or FormatException or UnauthorizedAccessException or StoreUnavailableException or ConfigurationException or JoinException)
        {
            await Console.Error.WriteLineAsync($"Error: {e.Message}");
            return FailedCode;
        }
    }
}
