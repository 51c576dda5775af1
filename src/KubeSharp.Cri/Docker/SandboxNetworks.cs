using System.Text.Json;
using System.Text.Json.Nodes;
using KubeSharp.Cri.Cni;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>Attaches sandboxes to the pod network and remembers it in a file a sandbox: what it was attached to and what came of it.</summary>
internal sealed class SandboxNetworks(DockerOptions options)
{
    private const string Protocols = "tcp,udp,sctp";
    private readonly CniNetwork _cni = new(options.CniConfigurationFolder, options.CniBinaryFolders);

    /// <summary>Whether pods can be attached.</summary>
    public bool IsConfigured => ReadConfigured() is not null;

    /// <summary>Whether the sandbox is attached.</summary>
    public bool Has(string id) => File.Exists(FileOf(id));

    /// <summary>The sandbox's addresses.</summary>
    public IReadOnlyList<string> Addresses(string id) => Read(id) is { } state && state["result"] is JsonObject result ? [.. CniNetwork.Addresses(result)] : [];

    /// <summary>Attaches a running sandbox.</summary>
    /// <exception cref="CniException">There is no network, or it cannot be attached.</exception>
    public async Task AttachAsync(string id, long processId, PodSandboxConfig config, CancellationToken cancellationToken)
    {
        var network = ReadConfigured() ?? throw new CniException($"no network is configured in {options.CniConfigurationFolder}");
        var ports = new JsonArray();
        foreach (var port in config.PortMappings.Where(static p => p.HostPort > 0))
        {
            ports.Add((JsonNode)new JsonObject { ["hostPort"] = port.HostPort, ["containerPort"] = port.ContainerPort, ["protocol"] = Protocols.Split(',')[(int)port.Protocol], ["hostIP"] = port.HostIp });
        }
        var metadata = config.Metadata;
        var attachment = new CniAttachment(id, $"/proc/{processId}/ns/net",
            [new("K8S_POD_NAMESPACE", metadata.Namespace), new("K8S_POD_NAME", metadata.Name), new("K8S_POD_INFRA_CONTAINER_ID", id), new("K8S_POD_UID", metadata.Uid)])
        { Capabilities = new JsonObject { ["portMappings"] = ports } };
        var result = await _cni.AddAsync(network, attachment, cancellationToken).ConfigureAwait(false);
        var state = new JsonObject { ["network"] = network.DeepClone(), ["result"] = result.DeepClone() };
        Directory.CreateDirectory(options.StateFolder);
        // Seen whole or not at all, for the file says that the sandbox is ready.
        var aside = FileOf(id) + ".new";
        await File.WriteAllTextAsync(aside, state.ToJsonString(), CancellationToken.None).ConfigureAwait(false);
        File.Move(aside, FileOf(id), overwrite: true);
    }

    /// <summary>Gives the sandbox's addresses back. Can be repeated.</summary>
    /// <param name="id">The sandbox.</param>
    /// <param name="processId">Its process; 0: it does not run any more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CniException">A plug-in failed.</exception>
    public async Task DetachAsync(string id, long processId, CancellationToken cancellationToken)
    {
        if (Read(id) is not { } state || state["network"] is not JsonObject network) { return; }
        var attachment = new CniAttachment(id, processId > 0 ? $"/proc/{processId}/ns/net" : "", []);
        await _cni.DeleteAsync(network, state["result"] as JsonObject, attachment, cancellationToken).ConfigureAwait(false);
        File.Delete(FileOf(id));
    }

    private JsonObject? ReadConfigured()
    {
        try { return _cni.Configured(); }
        catch (Exception e) when (e is JsonException or IOException) { return null; }
    }

    private JsonObject? Read(string id)
    {
        if (!Has(id)) { return null; }
        try { return JsonNode.Parse(File.ReadAllText(FileOf(id))) as JsonObject; }
        catch (Exception e) when (e is JsonException or IOException) { return null; }
    }

    private string FileOf(string id) => Path.Combine(options.StateFolder, id + ".json");
}
