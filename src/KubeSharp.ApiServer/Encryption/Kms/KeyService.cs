using System.Collections.Immutable;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeSharp.ApiServer.Encryption.Kms.Wire;

namespace KubeSharp.ApiServer.Encryption.Kms;

/// <summary>A key service that speaks KMS v2 over a Unix socket. Source: Using a KMS provider for data encryption.</summary>
public sealed class KeyService : IKeyService
{
    private const string Scheme = "unix://";
    private const int AnswerBytesMax = 1024;
    private readonly GrpcChannel _channel;
    private readonly KeyManagementService.KeyManagementServiceClient _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly string _name;

    /// <summary>Connects at the first call, not here.</summary>
    public KeyService(string name, string endpoint, TimeSpan timeout, TimeProvider time)
    {
        (_name, _timeout, _time) = (name, timeout, time);
        var path = PathOf(endpoint) ?? throw new ArgumentException($"{endpoint} is no Unix socket", nameof(endpoint));
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { ConnectCallback = (_, cancellation) => ConnectAsync(path, cancellation) }, DisposeHttpClient = true });
        _client = new(_channel);
    }

    /// <summary>The path of unix:///PATH, or of an abstract socket unix:///@NAME; null where it is none.</summary>
    public static string? PathOf(string endpoint)
    {
        if (!endpoint.StartsWith(Scheme, StringComparison.Ordinal)) { return null; }
        var path = endpoint[Scheme.Length..];
        return path.StartsWith("/@", StringComparison.Ordinal) ? "\0" + path[2..] : path.Length > 1 && path[0] == '/' ? path : null;
    }

    /// <inheritdoc/>
    public async ValueTask<string> KeyIdAsync(CancellationToken cancellation)
    {
        var status = await AskAsync("Status", o => _client.StatusAsync(new StatusRequest(), o), cancellation).ConfigureAwait(false);
        if (status.Healthz != "ok") { throw new EncryptionException($"kms provider {_name}: got unexpected healthz status: {status.Healthz}"); }
        if (status.Version is not ("v2" or "v2beta1")) { throw new EncryptionException($"kms provider {_name}: unsupported version {status.Version}"); }
        return CheckedId(status.KeyId);
    }

    /// <inheritdoc/>
    public async ValueTask<SealedSeed> SealAsync(ReadOnlyMemory<byte> seed, CancellationToken cancellation)
    {
        var request = new EncryptRequest { Plaintext = ByteString.CopyFrom(seed.Span), Uid = Guid.NewGuid().ToString() };
        var answer = await AskAsync("Encrypt", o => _client.EncryptAsync(request, o), cancellation).ConfigureAwait(false);
        if (answer.Ciphertext.Length is 0 or > AnswerBytesMax) { throw new EncryptionException($"kms provider {_name}: ciphertext must be 1 to {AnswerBytesMax} bytes, is {answer.Ciphertext.Length}"); }
        return new(answer.Ciphertext.Memory, CheckedId(answer.KeyId), answer.Annotations.ToImmutableDictionary(static a => a.Key, static a => a.Value.Memory));
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> OpenAsync(SealedSeed seed, CancellationToken cancellation)
    {
        var request = new DecryptRequest { Ciphertext = ByteString.CopyFrom(seed.Value.Span), Uid = Guid.NewGuid().ToString(), KeyId = seed.KeyId };
        foreach (var (key, value) in seed.Annotations) { request.Annotations[key] = ByteString.CopyFrom(value.Span); }
        return (await AskAsync("Decrypt", o => _client.DecryptAsync(request, o), cancellation).ConfigureAwait(false)).Plaintext.Memory;
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private async ValueTask<T> AskAsync<T>(string what, Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        try
        {
            using var asked = call(new CallOptions(deadline: _time.GetUtcNow().UtcDateTime + _timeout, cancellationToken: cancellation));
            return await asked.ResponseAsync.ConfigureAwait(false);
        }
        catch (RpcException e) when (!cancellation.IsCancellationRequested) { throw new EncryptionException($"kms provider {_name}: {what}: {(e.Status.Detail.Length > 0 ? e.Status.Detail : e.StatusCode)}", e); }
    }

    private string CheckedId(string id) => id.Length is > 0 and <= AnswerBytesMax ? id : throw new EncryptionException($"kms provider {_name}: keyID must be 1 to {AnswerBytesMax} bytes, is {id.Length}");

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
