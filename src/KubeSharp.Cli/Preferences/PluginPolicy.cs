using KubeSharp.Cli.Copying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Preferences;

/// <summary>Which programs may be run for credentials. Source: KEP-3104, credentialPluginPolicy. Pure.</summary>
/// <param name="Type">AllowAll, DenyAll or Allowlist; empty: all may.</param>
/// <param name="Allowed">The list; null: there is none.</param>
internal sealed record PluginPolicy(string Type, IReadOnlyList<string>? Allowed)
{
    private const string Misconfigured = "misconfigured credential plugin allowlist";

    /// <summary>What preferences say.</summary>
    public static PluginPolicy Of(Node preferences) => new(preferences.Text("credentialPluginPolicy"),
        preferences.At("credentialPluginAllowlist") is ArrayNode list ? [.. list.Select(static e => e.Text("command") is { Length: > 0 } command ? command : e.Text("name"))] : null);

    /// <summary>What is wrong with the policy itself; empty: nothing.</summary>
    public string Mistake => (Type, Allowed) switch
    {
        ("" or "AllowAll" or "DenyAll", null) => "",
        ("" or "AllowAll" or "DenyAll", _) => $"{Misconfigured}: plugin policy is {QuotedText.Go(Type)} but allowlist is non-nil",
        ("Allowlist", null) => "credential plugin policy set to \"Allowlist\", but allowlist is unspecified",
        ("Allowlist", { Count: 0 }) => "credential plugin policy set to \"Allowlist\", but allowlist is empty; use \"DenyAll\" policy instead",
        ("Allowlist", { } list) => list.Select(static (command, i) => command.Length == 0 ? $"{Misconfigured}: empty allowlist entry #{i + 1}"
            : UnixPath.Clean(command) == command ? "" : $"non-normalized file path: {QuotedText.Go(command)} vs {QuotedText.Go(UnixPath.Clean(command))}").FirstOrDefault(static m => m.Length > 0, ""),
        _ => $"unknown plugin policy: {QuotedText.Go(Type)}",
    };

    /// <summary>Why a program may not be run; empty: it may. Names without folders mean what the path of programs finds, so that no other program of that name is run.</summary>
    /// <param name="command">As the kubeconfig names it.</param>
    /// <param name="find">The file that a command is; null: there is none.</param>
    public string Refusal(string command, Func<string, string?> find)
    {
        if (Type is "DenyAll") { return $"plugin {QuotedText.Go(command)} not allowed: policy set to \"DenyAll\""; }
        if (Type is not "Allowlist" || Allowed!.Contains(command)) { return ""; }
        if (find(command) is not { } file)
        {
            return $"plugin path {QuotedText.Go(command)} cannot be resolved for credential plugin allowlist check: {(command.Contains('/', StringComparison.Ordinal) ? $"exec: {QuotedText.Go(command)}: stat {command}: no such file or directory" : $"exec: {QuotedText.Go(command)}: executable file not found in $PATH")}";
        }
        return Allowed!.Any(a => a == file || (Path.GetFileName(a) == Path.GetFileName(file) && find(a) == file)) ? "" : $"plugin path {QuotedText.Go(file)} is not permitted by the credential plugin allowlist";
    }
}
