using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Connection;

/// <summary>Credentials from a program that the kubeconfig names. Source: client authentication API v1 (ExecCredential).</summary>
internal static class ExecCredential
{
    /// <summary>The user with what the program answered.</summary>
    /// <exception cref="CliException">The program is missing, fails, or answers nothing usable.</exception>
    public static async Task<ObjectNode> AskAsync(ObjectNode plugin, ObjectNode user, ObjectNode cluster, Terminal terminal, bool readsInput, CancellationToken cancellation)
    {
        var command = plugin.TextAt("command") ?? "";
        var version = plugin.TextAt("apiVersion") ?? "client.authentication.k8s.io/v1";
        var start = new ProcessStartInfo(command) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in plugin["args"] as ArrayNode ?? ArrayNode.Empty) { start.ArgumentList.Add((argument as StringNode)?.Value ?? ""); }
        foreach (var entry in plugin["env"] as ArrayNode ?? ArrayNode.Empty) { start.Environment[entry.TextAt("name") ?? ""] = entry.TextAt("value") ?? ""; }
        var isInteractive = terminal.IsInTerminal && !readsInput && plugin.TextAt("interactiveMode") != "Never";
        if (plugin.TextAt("interactiveMode") == "Always" && !isInteractive)
        {
            throw new CliException($"getting credentials: exec plugin cannot support interactive mode: {(readsInput ? "standard input is unavailable: used by stdin resource manifest reader" : "standard input is not a terminal")}");
        }
        var spec = ObjectNode.Of(("interactive", isInteractive));
        if (plugin.At("provideClusterInfo") is BooleanNode { Value: true }) { spec = spec.Set("cluster", cluster); }
        start.Environment["KUBERNETES_EXEC_INFO"] = ObjectNode.Of(("kind", "ExecCredential"), ("apiVersion", version), ("spec", spec)).ToString();
        var (code, output) = await RunAsync(start, command, plugin.TextAt("installHint") ?? "", cancellation);
        if (code != 0) { throw new CliException($"getting credentials: exec: executable {command} failed with exit code {code}"); }
        try
        {
            var status = Node.Parse(output).At("status") ?? throw new CliException("getting credentials: exec plugin didn't return a status field");
            if (status.TextAt("token") is { Length: > 0 } token) { user = user.Set("token", token); }
            if (status.TextAt("clientCertificateData") is { Length: > 0 } certificate)
            {
                user = user.Set("client-certificate-data", Base64(certificate)).Set("client-key-data", Base64(status.TextAt("clientKeyData") ?? ""));
            }
            return user.Remove("exec");
        }
        catch (JsonException e) { throw new CliException($"getting credentials: decoding stdout: couldn't get version/kind; json parse error: {Mistake(output, e)}"); }
    }

    private static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start, string command, string hint, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output);
        }
        catch (Win32Exception) { throw new CliException($"getting credentials: exec: executable {command} not found{(hint.Length > 0 ? $"\n\n{hint}" : "")}"); }
    }

    // Compat: what Go says of a text that is no JSON from its first letter on.
    private static string Mistake(string output, JsonException e) =>
        output.TrimStart() is [var first, ..] ? first is '{' or '[' ? e.Message : $"invalid character '{first}' looking for beginning of value" : "unexpected end of JSON input";

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
