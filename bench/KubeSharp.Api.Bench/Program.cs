using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeSharp.Api.Core.V1;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Patching;
using KubeSharp.Pki.Tokens;
using KubeSharp.Storage.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tree = KubeSharp.Machinery.Documents.Node;

// Objects: what a pod costs as bytes, tree and record. Server: creates, gets, lists and watch fan-out over HTTP/2 on loopback (no TLS), embedded store.
var pod = Encoding.UTF8.GetBytes(PodJson("sample"));
Console.WriteLine($"pod of {pod.Length} bytes");
Time("tree: parse", 20_000, () => Tree.Parse(pod));
var tree = (KubeSharp.Machinery.Documents.ObjectNode)Tree.Parse(pod);
Time("tree: write", 20_000, () => tree.ToUtf8());
Time("tree: change one path", 200_000, () => tree.With(["status", "phase"], "Running"));
var schema = KubeSharp.Api.ApiSchemas.Get("io.k8s.api.core.v1.Pod");
var patch = (KubeSharp.Machinery.Documents.ObjectNode)Tree.Parse("""{"spec":{"containers":[{"name":"c1","image":"x:2"}]}}"""u8);
Time("tree: strategic merge patch", 50_000, () => StrategicMergePatch.Apply(tree, patch, schema));
Time("protobuf: write", 20_000, () => KubeSharp.Api.Protobuf.ProtobufWriter.Message(tree, schema));
var message = KubeSharp.Api.Protobuf.ProtobufWriter.Object(tree)!;
Time("protobuf: read", 20_000, () => KubeSharp.Api.Protobuf.ProtobufReader.Read(message));
Console.WriteLine($"protobuf: {message.Length} bytes");
var writer = new KubeSharp.Machinery.Patching.Apply.FieldWriter("bench", "v1", "", "2026-01-01T00:00:00Z", KubeSharp.Machinery.Patching.Apply.FieldFilters.Without("status"));
Time("owners: of a new pod", 20_000, () => KubeSharp.Machinery.Patching.Apply.ServerSideApply.Updated(null, tree, schema, writer)!);
Time("record: read", 20_000, () => ReadPod(pod));
var record = ReadPod(pod);
Time("record: write", 20_000, () => WritePod(record));
Held("tree", () => Tree.Parse(pod));
Held("record", () => ReadPod(pod));

var folder = Directory.CreateTempSubdirectory("ks-bench-").FullName;
await using (var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder }, TimeProvider.System, default))
{
    var options = new ApiServerOptions
    {
        ClientAuthorities = [],
        Tokens = new ServiceAccountTokens(ECDsa.Create(ECCurve.NamedCurves.nistP256), "https://bench", TimeProvider.System),
        AdvertiseAddress = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 6443),
        Authenticators = [new Admin()],
    };
    using var server = await ApiServer.CreateAsync(options, store, TimeProvider.System, NullLoggerFactory.Instance, default);
    await server.BootstrapAsync(default);
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(static k =>
    {
        k.Listen(IPAddress.Loopback, 0, static l => l.Protocols = HttpProtocols.Http2);
        k.Limits.Http2.MaxStreamsPerConnection = 1000;
    });
    await using var web = builder.Build();
    web.Run(server.HandleAsync);
    await web.StartAsync();
    using var http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }) { BaseAddress = new Uri(web.Urls.First()), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact, Timeout = TimeSpan.FromMinutes(5) };
    (await http.PostAsync("/api/v1/namespaces/default/serviceaccounts", Json("""{"metadata":{"name":"default"}}"""))).EnsureSuccessStatusCode();
    const string pods = "/api/v1/namespaces/default/pods";
    await Load("create pods, 1 client", 1, 500, i => http.PostAsync(pods, Json(PodJson($"one-{i}"))));
    await Load("create pods, 32 clients", 32, 9500, i => http.PostAsync(pods, Json(PodJson($"many-{i}"))));
    await Load("get, 32 clients", 32, 30_000, i => http.GetAsync($"{pods}/many-{i % 9500}"));
    await Load("label patch, 32 clients", 32, 5000, i => http.PatchAsync($"{pods}/many-{i % 9500}", new StringContent($$$$"""{"metadata":{"labels":{"n":"{{{{i}}}}"}}}""", Encoding.UTF8, "application/merge-patch+json")));
    var watch = Stopwatch.StartNew();
    var bytes = (await http.GetByteArrayAsync(pods)).Length;
    watch.Restart();
    for (var i = 0; i < 5; i++) { await http.GetByteArrayAsync(pods); }
    Console.WriteLine($"list 10,000 pods ({bytes / 1e6:0} MB)               {watch.Elapsed.TotalMilliseconds / 5,10:0} ms");
    await FanOut(http, 200);
    await FanOut(http, 10_000);
    Console.WriteLine($"resident                                  {Process.GetCurrentProcess().WorkingSet64 / 1e6,10:0} MB (client and server in one)");
}
Directory.Delete(folder, recursive: true);

static async Task FanOut(HttpClient http, int count)
{
    const string maps = "/api/v1/namespaces/default/configmaps";
    var readers = new StreamReader[count];
    for (var i = 0; i < count; i += 100)
    {
        var opened = await Task.WhenAll(Enumerable.Range(i, Math.Min(100, count - i)).Select(_ => http.GetStreamAsync($"{maps}?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Dfan")));
        for (var j = 0; j < opened.Length; j++) { readers[i + j] = new StreamReader(opened[j]); }
    }
    var watch = Stopwatch.StartNew();
    var waiting = Task.WhenAll(readers.Select(static r => r.ReadLineAsync()));
    (await http.PostAsync(maps, Json("""{"metadata":{"name":"fan"},"data":{"a":"b"}}"""))).EnsureSuccessStatusCode();
    await waiting;
    Console.WriteLine($"one event to {count,6:#,0} watchers                 {watch.Elapsed.TotalMilliseconds,10:0} ms until the last has it");
    foreach (var reader in readers) { reader.Dispose(); }
    await http.DeleteAsync(maps + "/fan");
}

static async Task Load(string name, int clients, int count, Func<int, Task<HttpResponseMessage>> call)
{
    var (next, times) = (-1, new double[count]);
    var watch = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
    {
        for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await call(i);
            if (!response.IsSuccessStatusCode) { throw new InvalidOperationException(await response.Content.ReadAsStringAsync()); }
            await response.Content.ReadAsByteArrayAsync();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }));
    Array.Sort(times);
    Console.WriteLine($"{name,-40} {count / watch.Elapsed.TotalSeconds,10:#,0} /s   p50 {times[count / 2]:0.0} ms, p99 {times[count * 99 / 100]:0.0} ms");
}

static void Time(string name, int count, Func<object> work)
{
    for (var i = 0; i < count / 5; i++) { work(); }
    var before = GC.GetAllocatedBytesForCurrentThread();
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < count; i++) { work(); }
    Console.WriteLine($"{name,-40} {watch.Elapsed.TotalNanoseconds / count,10:#,0} ns   {(GC.GetAllocatedBytesForCurrentThread() - before) / count,8:#,0} bytes allocated");
}

static void Held(string name, Func<object> make)
{
    var kept = new object[5000];
    var before = GC.GetTotalMemory(true);
    for (var i = 0; i < kept.Length; i++) { kept[i] = make(); }
    Console.WriteLine($"held: {name,-34} {(GC.GetTotalMemory(true) - before) / kept.Length,10:#,0} bytes");
    GC.KeepAlive(kept);
}

static Pod ReadPod(byte[] bytes)
{
    var reader = new Utf8JsonReader(bytes);
    reader.Read();
    return Pod.Read(ref reader);
}

static byte[] WritePod(Pod pod)
{
    var buffer = new ArrayBufferWriter<byte>(8192);
    using (var writer = new Utf8JsonWriter(buffer, Tree.WriterOptions)) { pod.Write(writer); }
    return buffer.WrittenSpan.ToArray();
}

static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

static string PodJson(string name)
{
    var containers = string.Join(',', Enumerable.Range(0, 3).Select(static i => $$$$$"""{"name":"c{{{{{i}}}}}","image":"registry.example.com/team/app-{{{{{i}}}}}:1.2.3","command":["/bin/app","--listen=:8080"],"env":[{"name":"A","value":"1"},{"name":"NODE","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}],"ports":[{"name":"http-{{{{{i}}}}}","containerPort":{{{{{8080 + i}}}}},"protocol":"TCP"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"1","memory":"1Gi"}},"livenessProbe":{"httpGet":{"path":"/healthz","port":8080,"scheme":"HTTP"},"periodSeconds":10,"timeoutSeconds":1,"successThreshold":1,"failureThreshold":3},"volumeMounts":[{"name":"config","mountPath":"/etc/app"},{"name":"data","mountPath":"/data"}],"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent"}"""));
    return $$$$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"{{{{{name}}}}}","namespace":"default","labels":{"app":"bench","tier":"back","version":"1.2.3"},"annotations":{"example.com/a":"some text that is a little longer than the others","example.com/b":"b"}},"spec":{"volumes":[{"name":"config","configMap":{"name":"config","defaultMode":420}},{"name":"data","emptyDir":{}}],"containers":[{{{{{containers}}}}}],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","schedulerName":"nobody","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]}}""";
}

internal sealed class Admin : IAuthenticator
{
    public ValueTask<UserIdentity?> AuthenticateAsync(HttpContext context, CancellationToken cancellation) => new(new UserIdentity("admin", ["system:masters", "system:authenticated"]));
}
