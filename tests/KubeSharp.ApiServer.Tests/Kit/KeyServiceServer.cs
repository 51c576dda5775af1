using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using KubeSharp.ApiServer.Encryption.Kms.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>A key service that speaks KMS v2 on a Unix socket. Its key can be turned over; it opens what any of its keys sealed.</summary>
public sealed class KeyServiceServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Service _service;

    private KeyServiceServer(WebApplication web, Service service, string endpoint) => (_web, _service, Endpoint) = (web, service, endpoint);

    public string Endpoint { get; }

    public int Seals => _service.Seals;

    public int Opens => _service.Opens;

    public string KeyId { get => _service.KeyId; set => _service.KeyId = value; }

    public bool IsWell { get => _service.IsWell; set => _service.IsWell = value; }

    public static async Task<KeyServiceServer> StartAsync(string folder)
    {
        var (socket, service) = (Path.Combine(folder, "kms.sock"), new Service());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.WebHost.ConfigureKestrel(k => k.ListenUnixSocket(socket, static l => l.Protocols = HttpProtocols.Http2));
        var web = builder.Build();
        web.MapGrpcService<Service>();
        await web.StartAsync();
        return new KeyServiceServer(web, service, "unix://" + socket);
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    internal sealed class Service : KeyManagementService.KeyManagementServiceBase
    {
        private readonly ConcurrentDictionary<string, byte[]> _keys = new();
        private int _seals;
        private int _opens;

        public string KeyId { get; set; } = "key-1";

        public bool IsWell { get; set; } = true;

        public int Seals => _seals;

        public int Opens => _opens;

        public override Task<StatusResponse> Status(StatusRequest request, ServerCallContext context) => Task.FromResult(new StatusResponse { Version = "v2", Healthz = IsWell ? "ok" : "the vault is sealed", KeyId = KeyId });

        public override Task<EncryptResponse> Encrypt(EncryptRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref _seals);
            var answer = new EncryptResponse { KeyId = KeyId, Ciphertext = ByteString.CopyFrom(Under(KeyId, request.Plaintext.Span)) };
            answer.Annotations["key.example.org"] = ByteString.CopyFromUtf8(KeyId);
            return Task.FromResult(answer);
        }

        public override Task<DecryptResponse> Decrypt(DecryptRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref _opens);
            if (request.Annotations["key.example.org"].ToStringUtf8() != request.KeyId || !_keys.ContainsKey(request.KeyId)) { throw new RpcException(new Status(StatusCode.InvalidArgument, "unknown key")); }
            return Task.FromResult(new DecryptResponse { Plaintext = ByteString.CopyFrom(Under(request.KeyId, request.Ciphertext.Span)) });
        }

        // Once hides, twice shows.
        private byte[] Under(string id, ReadOnlySpan<byte> bytes)
        {
            var pad = _keys.GetOrAdd(id, static _ => RandomNumberGenerator.GetBytes(256));
            var result = bytes.ToArray();
            for (var i = 0; i < result.Length; i++) { result[i] ^= pad[i]; }
            return result;
        }
    }
}
