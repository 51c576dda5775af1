using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Integration.Tests.Cluster;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Integration.Tests.Containers;

/// <summary>What pods find of their service account, and what they can do with it.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeTokenTests(NodeCluster cluster) : NodePods(cluster)
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private async Task<string> InAsync(string pod, string command) => (await Cluster.PodAsync("exec", pod, "--", "sh", "-c", command)).Trim();

    private static Node Claims(string token) => Node.Parse(Decoded(token.Split('.')[1]));

    private static byte[] Decoded(string part) => Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='));

    private async Task<Node> ReviewAsync(string token)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"{{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{{\"token\":\"{token}\"}}}}");
        try { return Node.Parse(Encoding.UTF8.GetBytes(await Cluster.KubectlAsync("create", "-f", file, "-o", "json"))).At("status")!; }
        finally { File.Delete(file); }
    }

    [Fact]
    public async Task A_pod_finds_the_token_of_its_account_the_authority_and_its_namespace()
    {
        await ApplyAsync("apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: mounted }\n");
        await RunAndAwaitAsync($"apiVersion: v1\nkind: Pod\nmetadata: {{ name: with-token }}\nspec:\n  serviceAccountName: mounted\n  terminationGracePeriodSeconds: 1\n  containers:\n    - {{ name: c, image: {NodeCluster.Image}, command: [sleep, \"600\"] }}\n", "with-token");
        var uid = (await Cluster.GetAsync("pod", "with-token")).TextAt("metadata", "uid");
        var token = await InAsync("with-token", $"cat {Folder}/token");
        var claims = Claims(token).At("kubernetes.io")!;
        Assert.Equal((NodeCluster.Namespace, "with-token", uid, "mounted"), (claims.TextAt("namespace"), claims.TextAt("pod", "name"), claims.TextAt("pod", "uid"), claims.TextAt("serviceaccount", "name")));
        var status = await ReviewAsync(token);
        Assert.Equal(("true", $"system:serviceaccount:{NodeCluster.Namespace}:mounted"), ($"{status.At("authenticated")}", status.TextAt("user", "username")));
        Assert.Equal(["system:serviceaccounts", $"system:serviceaccounts:{NodeCluster.Namespace}", "system:authenticated"], ((ArrayNode)status.At("user", "groups")!).Select(static g => ((StringNode)g).Value));
        Assert.Equal(NodeCluster.Namespace, await InAsync("with-token", $"cat {Folder}/namespace"));
        Assert.Equal((await Cluster.GetAsync("configmap", "kube-root-ca.crt")).TextAt("data", "ca.crt")!.Trim(), await InAsync("with-token", $"cat {Folder}/ca.crt"));
        await DeleteAsync("with-token");
        // With the pod its token goes.
        await LocalClusterFixture.AwaitAsync(async () => $"{(await ReviewAsync(token)).At("authenticated")}", static said => said != "true");
    }

    [Fact]
    public async Task A_projected_token_is_for_the_audience_and_the_time_that_the_pod_asks_for()
    {
        await RunAndAwaitAsync($"""
            apiVersion: v1
            kind: Pod
            metadata: {"{"} name: audience-token {"}"}
            spec:
              terminationGracePeriodSeconds: 1
              volumes: [{"{"} name: t, projected: {"{"} sources: [{"{"} serviceAccountToken: {"{"} path: vault, audience: vault, expirationSeconds: 7200 {"}"} {"}"}] {"}"} {"}"}]
              containers:
                - {"{"} name: c, image: "{NodeCluster.Image}", command: [sleep, "600"], volumeMounts: [{"{"} name: t, mountPath: /tokens {"}"}] {"}"}

            """, "audience-token");
        var token = await InAsync("audience-token", "cat /tokens/vault");
        var claims = Claims(token);
        Assert.Equal("""["vault"]""", claims.At("aud")!.ToString());
        Assert.Equal(7200, ((NumberNode)claims.At("exp")!).Integer - ((NumberNode)claims.At("iat")!).Integer);
        Assert.NotEqual("true", $"{(await ReviewAsync(token)).At("authenticated")}");
        await DeleteAsync("audience-token");
    }

    [Fact]
    public async Task A_pod_reads_the_issuers_configuration_and_keys_and_verifies_its_token_by_them()
    {
        await RunAsync("discovers", "sleep 600");
        var token = await InAsync("discovers", $"cat {Folder}/token");
        using var client = await FromAsync("discovers", token);
        var configuration = Node.Parse(await client.GetByteArrayAsync(new Uri("https://kubernetes.default.svc/.well-known/openid-configuration")));
        Assert.Equal(Claims(token).TextAt("iss"), configuration.TextAt("issuer"));
        // As a pod reaches it: by a name or address that it can ask.
        var keys = (ArrayNode)Node.Parse(await client.GetByteArrayAsync(new Uri(configuration.TextAt("jwks_uri")!))).At("keys")!;
        var key = keys.Single(k => k.TextAt("kid") == Node.Parse(Decoded(token.Split('.')[0])).TextAt("kid"));
        using var signer = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Decoded(key.TextAt("x")!), Y = Decoded(key.TextAt("y")!) } });
        Assert.True(signer.VerifyData(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), Decoded(token.Split('.')[2]), HashAlgorithmName.SHA256));
        await DeleteAsync("discovers");
    }

    // Speaks from the pod's place: its names, its network, its token, and the authority that it finds.
    private async Task<HttpClient> FromAsync(string pod, string token)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(await InAsync(pod, $"cat {Folder}/ca.crt"));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, _) => new(new PodStream("/usr/local/lib/kubesharp/bin/kubectl", Cluster.Kubeconfig, NodeCluster.Namespace, pod, context.DnsEndPoint.Host, context.DnsEndPoint.Port)),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
        var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
