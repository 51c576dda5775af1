using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>One server for the tests of a class; each test takes a namespace of its own.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private int _namespaces;

    public TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A new namespace with the account that pods need.</summary>
    public async Task<string> NamespaceAsync(string labels = "{}")
    {
        var name = $"test-{Interlocked.Increment(ref _namespaces)}";
        Assert.Equal(201, (await Server.SendAsync("POST", "/api/v1/namespaces", $$"""{"metadata":{"name":"{{name}}","labels":{{labels}} } }""")).Code);
        Assert.Equal(201, (await Server.SendAsync("POST", $"/api/v1/namespaces/{name}/serviceaccounts", """{"metadata":{"name":"default"}}""")).Code);
        return name;
    }

    /// <summary>Sends in the name of somebody else.</summary>
    public async Task<(int Code, ObjectNode Body)> AsAsync(string user, string[] groups, string method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) { request.Content = new StringContent(body, Encoding.UTF8, type); }
        request.Headers.Add("Impersonate-User", user);
        foreach (var group in groups) { request.Headers.Add("Impersonate-Group", group); }
        using var response = await Server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    /// <summary>Sends and reads the Warning headers.</summary>
    public async Task<string[]> WarningsAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await Server.Client.SendAsync(request);
        return response.Headers.TryGetValues("Warning", out var values) ? [.. values] : [];
    }
}
