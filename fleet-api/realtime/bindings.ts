// MobilityData's own bindings of gtfs-realtime.proto: a package in CommonJS, of which Node finds no named exports.
import bindings from 'gtfs-realtime-bindings'

export const { FeedEntity, FeedHeader, FeedMessage, TripDescriptor, VehiclePosition } = bindings.transit_realtime
