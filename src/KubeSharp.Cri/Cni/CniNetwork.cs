using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeSharp.Cri.Cni;

/// <summary>
/// Attaches sandboxes to the network that a folder of configuration describes, by running its plug-ins. For runtimes that do not do it
/// themselves. Source: CNI specification 1.0.
/// </summary>
public sealed class CniNetwork(string configurationFolder, IReadOnlyList<string> binaryFolders)
{
    private const string InterfaceName = "eth0";
    private static readonly string[] _extensions = [".conf", ".conflist", ".json"];

    /// <summary>The network that is configured: the first file by name. Null: none yet.</summary>
    public JsonObject? Configured()
    {
        if (!Directory.Exists(configurationFolder)) { return null; }
        var file = Directory.EnumerateFiles(configurationFolder).Where(static f => _extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal).FirstOrDefault();
        return file is null ? null : List(File.ReadAllBytes(file));
    }

    /// <summary>Attaches; returns the last plug-in's result. What was half done is undone.</summary>
    /// <exception cref="CniException">A plug-in failed or is missing.</exception>
    public async Task<JsonObject> AddAsync(JsonObject network, CniAttachment attachment, CancellationToken cancellationToken)
    {
        JsonObject? result = null;
        try
        {
            foreach (var plugin in Plugins(network))
            {
                var answer = await RunAsync("ADD", Input(network, plugin, result, attachment), attachment, cancellationToken).ConfigureAwait(false);
                result = JsonNode.Parse(answer) as JsonObject ?? throw new CniException($"the network plug-in {TypeOf(plugin)} answered no object");
            }
        }
        catch (Exception e) when (e is CniException or OperationCanceledException or JsonException)
        {
            await UndoAsync(network, attachment).ConfigureAwait(false);
            if (e is JsonException) { throw new CniException($"a network plug-in's answer cannot be read: {e.Message}", e); }
            throw;
        }
        return result ?? [];
    }

    /// <summary>Detaches, the last plug-in first. Can be repeated.</summary>
    /// <param name="network">The network as it was when it was attached to.</param>
    /// <param name="result">What <see cref="AddAsync"/> returned; null: it did not get so far.</param>
    /// <param name="attachment">What is detached.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CniException">A plug-in failed or is missing.</exception>
    public async Task DeleteAsync(JsonObject network, JsonObject? result, CniAttachment attachment, CancellationToken cancellationToken)
    {
        foreach (var plugin in Plugins(network).Reverse()) { await RunAsync("DEL", Input(network, plugin, result, attachment), attachment, cancellationToken).ConfigureAwait(false); }
    }

    /// <summary>The addresses of a result, without their masks. Pure.</summary>
    public static IEnumerable<string> Addresses(JsonObject result) =>
        (result["ips"] as JsonArray ?? []).Select(static ip => ip?["address"]?.GetValue<string>().Split('/')[0] ?? "").Where(static a => a.Length > 0);

    /// <summary>A single plug-in's configuration as a list of one. Pure.</summary>
    internal static JsonObject List(ReadOnlySpan<byte> configuration)
    {
        var read = JsonNode.Parse(configuration) as JsonObject ?? throw new JsonException("the network's configuration is no object");
        if (read["plugins"] is JsonArray) { return read; }
        return new JsonObject { ["cniVersion"] = read["cniVersion"]?.DeepClone(), ["name"] = read["name"]?.DeepClone(), ["plugins"] = new JsonArray(read) };
    }

    /// <summary>What a plug-in reads. Pure.</summary>
    internal static JsonObject Input(JsonObject network, JsonObject plugin, JsonObject? previous, CniAttachment attachment)
    {
        var input = plugin.DeepClone().AsObject();
        (input["name"], input["cniVersion"]) = (network["name"]?.DeepClone(), network["cniVersion"]?.DeepClone());
        if (previous is not null) { input["prevResult"] = previous.DeepClone(); }
        var wanted = new JsonObject();
        foreach (var (name, isOn) in plugin["capabilities"] as JsonObject ?? [])
        {
            if (isOn?.GetValue<bool>() == true && attachment.Capabilities[name] is { } value) { wanted[name] = value.DeepClone(); }
        }
        if (wanted.Count > 0) { input["runtimeConfig"] = wanted; }
        return input;
    }

    private static IEnumerable<JsonObject> Plugins(JsonObject network) => (network["plugins"] as JsonArray ?? []).OfType<JsonObject>();

    private static string TypeOf(JsonObject plugin) => plugin["type"]?.GetValue<string>() ?? "";

    private async Task UndoAsync(JsonObject network, CniAttachment attachment)
    {
        try { await DeleteAsync(network, null, attachment, CancellationToken.None).ConfigureAwait(false); }
        catch (CniException) { /* what could not be added is told */ }
    }

    private async Task<string> RunAsync(string command, JsonObject input, CniAttachment attachment, CancellationToken cancellationToken)
    {
        var type = TypeOf(input);
        var program = binaryFolders.Select(f => Path.Combine(f, type)).FirstOrDefault(File.Exists)
            ?? throw new CniException($"the network plug-in {type} is in none of {string.Join(", ", binaryFolders)}");
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CNI_COMMAND"] = command;
        start.Environment["CNI_CONTAINERID"] = attachment.ContainerId;
        start.Environment["CNI_NETNS"] = attachment.NamespacePath;
        start.Environment["CNI_IFNAME"] = InterfaceName;
        start.Environment["CNI_PATH"] = string.Join(':', binaryFolders);
        start.Environment["CNI_ARGS"] = string.Join(';', attachment.Arguments.Select(static a => $"{a.Key}={a.Value}").Prepend("IgnoreUnknown=1"));
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input.ToJsonString()), cancellationToken).ConfigureAwait(false);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        var answer = await output.ConfigureAwait(false);
        return process.ExitCode == 0 ? answer : throw new CniException($"plugin type=\"{type}\" failed ({command.ToLowerInvariant()}): {Cause(answer, await errors.ConfigureAwait(false))}");
    }

    // A plug-in tells its failure as an object on its output; one that crashed, whatever it can.
    private static string Cause(string answer, string errors)
    {
        try
        {
            var error = JsonNode.Parse(answer);
            return $"{error?["msg"]?.GetValue<string>()} {error?["details"]?.GetValue<string>()}".Trim();
        }
        catch (JsonException) { return $"{answer} {errors}".Trim(); }
    }
}
