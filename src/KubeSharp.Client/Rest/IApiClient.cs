using System.Text;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Client.Rest;

/// <summary>
/// Talks to an API server. All methods throw <see cref="Machinery.Statuses.StatusException"/> for what the server refuses and
/// <see cref="HttpRequestException"/> where it cannot be reached. A namespace of null means the whole cluster, or a cluster-wide kind.
/// </summary>
public interface IApiClient
{
    /// <summary>Reads one object.</summary>
    Task<T> GetAsync<T>(string? ns, string name, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Reads many.</summary>
    Task<ApiListOf<T>> ListAsync<T>(string? ns, ListOptions options, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Makes an object; its namespace is in its metadata.</summary>
    Task<T> CreateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Replaces an object; with a resource version in its metadata only if it is unchanged.</summary>
    Task<T> UpdateAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Replaces an object's status only.</summary>
    Task<T> UpdateStatusAsync<T>(T value, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Changes an object, or a subresource of it (status) where one is named.</summary>
    Task<T> PatchAsync<T>(string? ns, string name, PatchKind kind, ReadOnlyMemory<byte> body, string subresource, PatchOptions options, CancellationToken cancellation)
        where T : IApiObject<T>;

    /// <summary>Deletes an object.</summary>
    Task DeleteAsync<T>(string? ns, string name, DeleteOptions options, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Changes from the options' resource version on, until the server ends the watch.</summary>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(string? ns, ListOptions options, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Posts to a subresource (binding, eviction, token) and reads the answer as JSON.</summary>
    Task<Node> CreateSubresourceAsync<T>(string? ns, string name, string subresource, IApiObject body, CancellationToken cancellation) where T : IApiObject<T>;

    /// <summary>Any request; answers other than 2xx throw. <paramref name="path"/> begins with / and may have a query.</summary>
    Task<Node> RequestAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellation);

    /// <summary>Any watch: the events' type and object as trees.</summary>
    IAsyncEnumerable<(string Type, Node Object)> WatchRawAsync(string path, CancellationToken cancellation);

    /// <summary>Any request, headers read, body not; answers other than 2xx are returned too. For logs, upgrades, files.</summary>
    Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation);

    /// <summary>The server's address.</summary>
    Uri BaseAddress { get; }

    /// <summary>What is counted of its requests, in Prometheus' text form; default: nothing is.</summary>
    void WriteMetrics(StringBuilder text) { }
}
