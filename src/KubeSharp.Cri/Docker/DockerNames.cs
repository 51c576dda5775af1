using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeSharp.Cri.Docker;

/// <summary>Making, finding and removing containers in an engine that may hold others' too.</summary>
internal static class DockerNames
{
    /// <summary>Makes a container. One of the same name is what an earlier attempt left, whose answer was lost: it is removed.</summary>
    public static async Task<string> CreateAsync(DockerClient docker, DockerCall call, string name, JsonObject body, CancellationToken cancellationToken)
    {
        var path = $"/containers/create?name={Uri.EscapeDataString(name)}";
        try { return (await docker.PostAsync(call, path, body, cancellationToken).ConfigureAwait(false)).TextAt("Id"); }
        catch (CriException e) when (e.Error == CriError.AlreadyExists)
        {
            await RemoveAsync(docker, call, name, cancellationToken).ConfigureAwait(false);
            return (await docker.PostAsync(call, path, body, cancellationToken).ConfigureAwait(false)).TextAt("Id");
        }
    }

    /// <summary>Removes a container with the volumes that its image made; one that is gone or going is no error.</summary>
    public static async Task RemoveAsync(DockerClient docker, DockerCall call, string id, CancellationToken cancellationToken)
    {
        try { await docker.DeleteAsync(call, $"/containers/{id}?force=1&v=1", cancellationToken).ConfigureAwait(false); }
        catch (CriException e) when (e.Error is CriError.NotFound || (e.Error is CriError.AlreadyExists && e.Detail.Contains("already in progress", StringComparison.Ordinal))) { }
    }

    /// <summary>The owner's containers that bear all these labels, running or not.</summary>
    public static Task<JsonElement> ListAsync(DockerClient docker, string owner, DockerCall call, IReadOnlyList<string> labels, CancellationToken cancellationToken, bool withSizes = false)
    {
        var filters = new JsonObject { ["label"] = new JsonArray([.. labels.Prepend($"{DockerLabels.Owner}={owner}").Select(static l => (JsonNode?)l)]) };
        return docker.GetAsync(call, $"/containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}{(withSizes ? "&size=1" : "")}", cancellationToken);
    }
}
