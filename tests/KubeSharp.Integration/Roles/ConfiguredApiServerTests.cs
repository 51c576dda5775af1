using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Pki;

namespace KubeSharp.Integration.Tests.Roles;

/// <summary>An API server by itself, as its configuration files have it: who is let in, what they may do, what is sealed, what is recorded.</summary>
public sealed class ConfiguredApiServerTests : IDisposable
{
    private const string Kubectl = "/usr/local/lib/kubesharp/bin/kubectl", Etcdctl = "/usr/local/lib/kubesharp/bin/etcdctl";
    private readonly string _folder = Directory.CreateTempSubdirectory("ksc-").FullName;
    private Process? _server;

    [Fact]
    public async Task Secrets_lie_sealed_on_disk_requests_are_recorded_and_strangers_see_health_only()
    {
        var port = FreePort.Take();
        var pki = ClusterPki.Ensure(Path.Combine(_folder, "pki"), new ClusterPkiOptions { ServerNames = ["localhost"], ServerAddresses = [IPAddress.Loopback] }, TimeProvider.System);
        WriteKubeconfig(pki, port);
        WriteConfigurations();
        Start(port);
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        await KubectlAsync("create", "secret", "generic", "s", "--from-literal=password=hunter2-of-the-test");
        Assert.Equal("hunter2-of-the-test", Encoding.UTF8.GetString(Convert.FromBase64String(await KubectlAsync("get", "secret", "s", "-o", "jsonpath={.data.password}"))));
        Assert.Contains("\"resource\":\"secrets\"", await LocalClusterFixture.AwaitAsync(() => ReadAsync("audit.log"), static s => s.Contains("\"name\":\"s\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await ReadAsync("audit.log"), StringComparison.Ordinal);
        Assert.Equal((200, 401), (await StrangerAsync(port, "/livez"), await StrangerAsync(port, "/version")));
        Stop();
        var stored = Directory.GetFiles(Path.Combine(_folder, "data"), "*", SearchOption.AllDirectories).Select(static f => Encoding.Latin1.GetString(File.ReadAllBytes(f))).ToArray();
        Assert.Contains(stored, static s => s.Contains("k8s:enc:secretbox:v1:key1:", StringComparison.Ordinal));
        Assert.DoesNotContain(stored, static s => s.Contains(Convert.ToBase64String("hunter2-of-the-test"u8), StringComparison.Ordinal));
        Start(port);
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        Assert.Equal("hunter2-of-the-test", Encoding.UTF8.GetString(Convert.FromBase64String(await KubectlAsync("get", "secret", "s", "-o", "jsonpath={.data.password}"))));
        var report = await RunAsync(LocalClusterFixture.Binary, "cis", "--kubeconfig", $"{_folder}/kubeconfig");
        Assert.Contains("[PASS] 1.2.27", report, StringComparison.Ordinal);
        Assert.Contains("[PASS] 1.2.16", report, StringComparison.Ordinal);
        Assert.Contains("[PASS] 3.2.1", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedded_store_is_served_as_etcd_and_retired_versions_are_there_where_flags_say_so()
    {
        var (port, etcd) = (FreePort.Take(), FreePort.Take());
        var pki = ClusterPki.Ensure(Path.Combine(_folder, "pki"), new ClusterPkiOptions { ServerNames = ["localhost"], ServerAddresses = [IPAddress.Loopback] }, TimeProvider.System);
        WriteKubeconfig(pki, port);
        WriteConfigurations();
        Start(port, $"--embedded-etcd-listen=127.0.0.1:{etcd}", "--runtime-config=policy/v1beta1=true");
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "--raw", "/readyz"), static s => s == "ok");
        var versions = await KubectlAsync("api-versions");
        Assert.Contains("policy/v1beta1\n", versions, StringComparison.Ordinal);
        Assert.DoesNotContain("extensions/v1beta1\n", versions, StringComparison.Ordinal);
        await KubectlAsync("create", "configmap", "by-kubectl", "--from-literal=k=v");
        var stored = await RunAsync(Etcdctl, "--endpoints", $"127.0.0.1:{etcd}", "get", "/registry/configmaps/default/by-kubectl", "--print-value-only");
        Assert.Contains("\"data\":{\"k\":\"v\"}", stored, StringComparison.Ordinal);
        await RunAsync(Etcdctl, "--endpoints", $"127.0.0.1:{etcd}", "del", "/registry/configmaps/default/by-kubectl");
        await LocalClusterFixture.AwaitAsync(() => KubectlAsync("get", "configmap", "by-kubectl"), static s => s.Contains("NotFound", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteConfigurations()
    {
        File.WriteAllText(Path.Combine(_folder, "encryption.yaml"), """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - secretbox: {keys: [{name: key1, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}
              - identity: {}
            """);
        File.WriteAllText(Path.Combine(_folder, "authentication.yaml"), """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthenticationConfiguration
            anonymous: {enabled: true, conditions: [{path: /livez}]}
            """);
        File.WriteAllText(Path.Combine(_folder, "authorization.yaml"), """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthorizationConfiguration
            authorizers: [{type: Node, name: node}, {type: RBAC, name: rbac}]
            """);
        File.WriteAllText(Path.Combine(_folder, "audit.yaml"), "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]\n");
    }

    private void Start(int port, params string[] others)
    {
        string[] flags =
        [
            $"--data-dir={_folder}/data", "--bind-address=127.0.0.1", $"--secure-port={port}", $"--client-ca-file={Pki("ca.crt")}", $"--tls-cert-file={Pki("apiserver.crt")}", $"--tls-private-key-file={Pki("apiserver.key")}",
            $"--service-account-signing-key-file={Pki("sa.key")}", $"--encryption-provider-config={_folder}/encryption.yaml", $"--authentication-config={_folder}/authentication.yaml",
            $"--authorization-config={_folder}/authorization.yaml", $"--audit-policy-file={_folder}/audit.yaml", $"--audit-log-path={_folder}/audit.log", "--tls-min-version=VersionTLS13", .. others,
        ];
        _server = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$0\" \"$@\" >>{_folder}/server.log 2>&1", LocalClusterFixture.Binary, "apiserver", .. flags]))!;
    }

    private void Stop()
    {
        if (_server is null) { return; }
        if (!_server.HasExited) { _server.Kill(); }
        _server.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    private async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(Path.Combine(_folder, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task<int> StrangerAsync(int port, string path)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri($"https://127.0.0.1:{port}{path}"));
        return (int)response.StatusCode;
    }

    private string Pki(string file) => Path.Combine(_folder, "pki", file);

    private void WriteKubeconfig(ClusterPki pki, int port)
    {
        KubeSharp.Pki.Certificates.PemFiles.Write(_folder, "admin", pki.IssueClient("admin", "system:masters"));
        File.WriteAllText(Path.Combine(_folder, "kubeconfig"), $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: a, cluster: {server: "https://127.0.0.1:{{{port}}}", certificate-authority: {{{Pki("ca.crt")}}}}}]
            users: [{name: a, user: {client-certificate: {{{_folder}}}/admin.crt, client-key: {{{_folder}}}/admin.key}}]
            contexts: [{name: a, context: {cluster: a, user: a}}]
            current-context: a
            """);
    }

    private Task<string> KubectlAsync(params string[] words) => RunAsync(Kubectl, [$"--kubeconfig={_folder}/kubeconfig", .. words]);

    private static async Task<string> RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return await output + await error;
    }
}
