using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KubeSharp.Cri.Processes;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Logging;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Kubelet.Shutdown;

/// <summary>
/// Has the machine's shutdown wait for the node's. systemd-logind delays a shutdown as long as somebody holds a lock, and says on the system bus
/// that one is about to come; both is done through systemd's own programs, which are there where it is. Source: Node Shutdowns; Inhibitor Locks.
/// </summary>
/// <param name="total">Time that the node's pods need.</param>
/// <param name="shutdown">Ends the node's pods.</param>
/// <param name="folder">Folder of logind's configuration: /etc/systemd/logind.conf.d.</param>
/// <param name="programs">Folder of systemd's programs; empty: those of the path.</param>
/// <param name="logger">Log.</param>
public sealed class ShutdownInhibitor(TimeSpan total, NodeShutdown shutdown, string folder, string programs, ILogger logger)
{
    private const string Login = "org.freedesktop.login1", LoginPath = "/org/freedesktop/login1", LoginManager = "org.freedesktop.login1.Manager", DropIn = "99-kubelet.conf";
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(10);
    private static readonly string[] _lock = ["--what=shutdown", "--who=kubelet", "--why=Kubelet needs time to handle node shutdown", "--mode=delay", "cat"];
    private static readonly string[] _signals = ["monitor", "--system", "--json=short", $"--match=type='signal',interface='{LoginManager}',member='PrepareForShutdown'"];

    /// <summary>Whether the machine has a logind to ask.</summary>
    public static bool IsPossible => Directory.Exists("/run/systemd/system");

    /// <summary>Holds the lock and listens until the agent stops. Returns at once, having said why, where the lock cannot be had.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await AllowDelayAsync(cancellation);
            while (true) { await HoldAsync(cancellation); }
        }
        catch (CommandException e) { logger.LogWarning("the machine's shutdown will not wait for the pods: {Cause}", e.Message); }
    }

    /// <summary>Whether a line of the bus' monitor says that a shutdown begins; null: it says nothing of it. Pure.</summary>
    internal static bool? IsShutdown(string line)
    {
        try
        {
            var message = Node.Parse(line);
            return message.TextAt("member") == "PrepareForShutdown" && message.At("payload", "data") is ArrayNode { Count: > 0 } data && data[0] is BooleanNode begins ? begins.Value : null;
        }
        catch (JsonException) { return null; }
    }

    // Who holds a lock may delay a shutdown by so much only as logind is configured for.
    private async Task AllowDelayAsync(CancellationToken cancellation)
    {
        var said = await MachineCommand.RunAsync(Program("busctl"), ["get-property", Login, LoginPath, LoginManager, "InhibitDelayMaxUSec"], _callMax, cancellation);
        if (long.TryParse(said.Trim().Split(' ')[^1], CultureInfo.InvariantCulture, out var microseconds) && microseconds >= total.TotalMicroseconds) { return; }
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, DropIn), $"# Kubelet logind override\n[Login]\nInhibitDelayMaxSec={total.TotalSeconds:0}\n", cancellation);
        await MachineCommand.RunAsync(Program("systemctl"), ["reload-or-restart", "systemd-logind.service"], _callMax, cancellation);
    }

    // One lock delays one shutdown: it is let go when the pods have ended, and taken anew where the shutdown is called off.
    private async Task HoldAsync(CancellationToken cancellation)
    {
        using var held = Start(Program("systemd-inhibit"), _lock, keepsInput: true);
        using var monitor = Start(Program("busctl"), _signals, keepsInput: false);
        try
        {
            while (await monitor.StandardOutput.ReadLineAsync(cancellation) is { } line)
            {
                if (IsShutdown(line) is not { } begins) { continue; }
                if (!begins)
                {
                    shutdown.CallOff();
                    return;
                }
                await shutdown.RunAsync(cancellation);
                held.StandardInput.Close();
            }
            throw new CommandException("the system bus' monitor ended");
        }
        finally
        {
            if (!monitor.HasExited) { monitor.Kill(); }
            if (!held.HasExited) { held.Kill(entireProcessTree: true); }
        }
    }

    private string Program(string name) => programs.Length > 0 ? Path.Combine(programs, name) : name;

    private static Process Start(string program, string[] arguments, bool keepsInput)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardInput = keepsInput };
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }
        try { return Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception e) { throw new CommandException($"cannot start {program}: {e.Message}", e); }
    }
}
